"""Units kept in a store for a shopper until she collects them."""
