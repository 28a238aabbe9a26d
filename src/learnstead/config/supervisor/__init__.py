"""``learnstead up``: one parent process that runs PostgreSQL, the web server and the workers."""
