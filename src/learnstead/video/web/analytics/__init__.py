"""What was watched, as pictures, as a table and as CSV."""
