SELECT v.number, v.revision, v.language, v.ordinal, v.key, u.intake
FROM variant AS v CROSS JOIN unit AS u ON u.number = v.number >> 20
WHERE v.number BETWEEN ?1 AND ?2
ORDER BY v.number
