"""The retailer: orders, customers, products, policies, and who may be told what."""
