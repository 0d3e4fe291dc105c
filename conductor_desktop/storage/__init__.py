"""What is kept: paths, settings, secrets, logs. The only user of keyring."""
