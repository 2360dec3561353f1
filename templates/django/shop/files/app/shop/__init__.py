"""The shop: what there is to buy, the basket, orders and their payment, and the orders as staff see them."""
