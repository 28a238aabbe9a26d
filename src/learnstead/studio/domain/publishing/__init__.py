"""Publishing: builds of sites, and which of them is served."""
