"""The read side: a snapshot of the graph answers queries. It knows no file format and no Streamlit."""
