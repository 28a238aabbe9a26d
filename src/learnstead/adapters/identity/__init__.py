"""Other organisations that say who somebody is."""
