"""Studio: course teams write courses from a declared schema, preview them and publish them."""
