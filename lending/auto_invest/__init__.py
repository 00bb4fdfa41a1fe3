"""Automatic investing (自动投标): what its services and pages share."""
