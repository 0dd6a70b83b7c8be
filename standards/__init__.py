"""The statutory tree and the county's standard catalogue, and what fulfils them."""
