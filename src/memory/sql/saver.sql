SELECT author, time FROM revision WHERE number = ?1
