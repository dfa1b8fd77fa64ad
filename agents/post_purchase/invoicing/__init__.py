"""Invoices and credit notes: their numbers, what stands in them, and the page a shopper keeps."""
