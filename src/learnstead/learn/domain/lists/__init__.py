"""Lists of learners, and what editors put together: learning paths, featured lists, testimonials, names of topics."""
