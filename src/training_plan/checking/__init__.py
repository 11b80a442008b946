"""Whether a document keeps the contract, and whether a plan folder is what its master demands."""
