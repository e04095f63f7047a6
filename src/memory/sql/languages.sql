SELECT number, tag FROM language
