SELECT number, revision, undone FROM intake WHERE revision IS NOT NULL
