"""Dealers (经销商): what their services, pages and the floors above share."""
