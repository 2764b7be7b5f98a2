"""What those who tune work with: the inbox, labels, the files of sentences, versions of the models."""
