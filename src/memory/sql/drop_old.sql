DROP TABLE old_variant;
DROP TABLE old_unit_past;
DROP TABLE old_unit;
