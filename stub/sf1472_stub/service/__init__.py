"""The service address: the way of a call, and the contract that is served beside it."""
