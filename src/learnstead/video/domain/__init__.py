"""What video decides."""
