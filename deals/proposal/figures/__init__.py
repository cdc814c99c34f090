"""Pictures of a proposal. Each gives its data with its drawing."""
