"""One module for each family of entities. Each reads plain text and yields what it sees; ``finding`` decides."""
