"""OLX, the files Open edX exports a course in: one archive for each run of a course."""
