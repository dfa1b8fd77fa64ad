"""From what clerks say of deeds to the weights by which the truth check reads them."""
