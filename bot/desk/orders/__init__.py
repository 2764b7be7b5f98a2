"""What experts see of orders and do with them."""
