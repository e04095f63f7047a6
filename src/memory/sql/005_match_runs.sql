-- The runs of matching list every text under one word more from now on: they are built again with the next update.
DELETE FROM index_chunk;
DELETE FROM index_run;
UPDATE index_side SET covered = 0;
