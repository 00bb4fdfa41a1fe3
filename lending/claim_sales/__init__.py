"""What the services and pages of claims for sale share."""
