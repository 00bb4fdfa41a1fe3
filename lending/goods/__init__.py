"""Goods orders (商品订单): what their services and pages share."""
