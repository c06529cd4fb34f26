"""An index on an OpenSearch cluster, for those who outgrow one machine."""
