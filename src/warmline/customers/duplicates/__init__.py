"""Records of the customer base that may be one and the same person: found in the background, decided by people."""
