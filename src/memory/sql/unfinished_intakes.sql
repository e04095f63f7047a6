SELECT number FROM intake WHERE revision IS NULL
