-- The runs of matching and searching have other layouts from now on: they are built again with the next update.
DELETE FROM index_chunk;
DELETE FROM index_run;
UPDATE index_side SET covered = 0;
DELETE FROM search_chunk;
DELETE FROM search_run;
DELETE FROM search_gone;
DELETE FROM search_side;
