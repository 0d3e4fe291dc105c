"""The Support screen: look at the support bundle, then save it."""
