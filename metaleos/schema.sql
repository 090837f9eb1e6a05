-- The only DDL of metaleos. Base tables are private; the views v_* are the SQL contract.
-- Energies in eV/atom, pressures in GPa ...: the unit of a value is the one its property declares.

CREATE TABLE meta (
    key   VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

CREATE TABLE element (
    z      INTEGER PRIMARY KEY CHECK (z BETWEEN 1 AND 118),
    symbol VARCHAR NOT NULL UNIQUE CHECK (length(symbol) BETWEEN 1 AND 2),
    name   VARCHAR NOT NULL UNIQUE
);

CREATE TABLE source (
    key     VARCHAR PRIMARY KEY CHECK (length(key) > 0),
    origin  VARCHAR NOT NULL CHECK (origin IN ('shipped', 'user')),
    kind    VARCHAR NOT NULL,
    authors VARCHAR NOT NULL,
    year    VARCHAR NOT NULL,
    title   VARCHAR NOT NULL,
    journal VARCHAR NOT NULL,
    doi     VARCHAR NOT NULL,
    note    VARCHAR NOT NULL,
    bibtex  VARCHAR NOT NULL
);

CREATE TABLE property (
    name        VARCHAR PRIMARY KEY CHECK (length(name) > 0),
    symbol      VARCHAR NOT NULL,
    unit        VARCHAR NOT NULL CHECK (length(unit) > 0),
    description VARCHAR NOT NULL CHECK (length(description) > 0),
    origin      VARCHAR NOT NULL,
    same        VARCHAR NOT NULL CHECK (same IN ('', 'phase', 'structure')),
    span        DOUBLE CHECK (span >= 0),
    condition   VARCHAR NOT NULL CHECK (condition IN ('', 'isothermal', 'adiabatic'))
);

CREATE TABLE model (
    name       VARCHAR PRIMARY KEY,
    theory     VARCHAR NOT NULL,
    variant    VARCHAR NOT NULL,
    title      VARCHAR NOT NULL,
    revision   INTEGER NOT NULL CHECK (revision >= 0),
    source     VARCHAR NOT NULL REFERENCES source (key),
    is_default BOOLEAN NOT NULL,
    has_solver BOOLEAN NOT NULL,
    settings   VARCHAR NOT NULL,
    origin     VARCHAR NOT NULL,
    phase      VARCHAR NOT NULL CHECK (phase IN ('', 'solid', 'liquid')),
    domain     VARCHAR NOT NULL,
    least_compression DOUBLE CHECK (least_compression > 0),
    least_temperature DOUBLE CHECK (least_temperature > 0)
);

CREATE TABLE model_domain (
    model   VARCHAR NOT NULL REFERENCES model (name),
    element VARCHAR NOT NULL REFERENCES element (symbol),
    PRIMARY KEY (model, element)
);

CREATE TABLE model_yield (
    model    VARCHAR NOT NULL REFERENCES model (name),
    property VARCHAR NOT NULL REFERENCES property (name),
    term     VARCHAR NOT NULL,
    curve    VARCHAR NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (model, property, term)
);

CREATE TABLE cell (
    id       VARCHAR PRIMARY KEY,
    source   VARCHAR NOT NULL REFERENCES source (key),
    table_no VARCHAR NOT NULL,
    line     INTEGER NOT NULL CHECK (line > 0),
    element  VARCHAR REFERENCES element (symbol),
    model    VARCHAR NOT NULL,
    label    VARCHAR NOT NULL,
    quantity VARCHAR NOT NULL,
    property VARCHAR NOT NULL,
    term     VARCHAR NOT NULL,
    state    VARCHAR NOT NULL,
    printed  VARCHAR NOT NULL,
    unit     VARCHAR NOT NULL,
    digits   INTEGER NOT NULL CHECK (digits >= 0),
    step     DOUBLE NOT NULL CHECK (step >= 0),
    parsed   DOUBLE,
    reading  DOUBLE,
    reading_kind   VARCHAR NOT NULL CHECK (reading_kind IN ('', 'scan', 'slip')),
    reading_basis  VARCHAR NOT NULL CHECK (reading_basis IN ('', 'page', 'identity', 'solver')),
    reading_reason VARCHAR NOT NULL,
    note     VARCHAR NOT NULL,
    role     VARCHAR NOT NULL CHECK (role IN ('parameter', 'published', 'observation', 'state')),
    CHECK ((reading IS NULL) = (reading_kind = '') AND (reading IS NULL) = (reading_basis = '') AND (reading IS NULL) = (reading_reason = ''))
);

CREATE TABLE constant (
    id          VARCHAR PRIMARY KEY,
    element     VARCHAR NOT NULL REFERENCES element (symbol),
    property    VARCHAR NOT NULL REFERENCES property (name),
    value       DOUBLE,
    text        VARCHAR NOT NULL,
    printed     VARCHAR NOT NULL,
    printed_unit VARCHAR NOT NULL,
    uncertainty DOUBLE CHECK (uncertainty >= 0),
    uncertainty_kind VARCHAR NOT NULL CHECK (uncertainty_kind IN ('', 'standard', 'expanded', 'range', 'estimate', 'stated')),
    temperature DOUBLE CHECK (temperature >= 0),
    phase       VARCHAR NOT NULL,
    material    VARCHAR NOT NULL,
    state       VARCHAR NOT NULL,
    source      VARCHAR NOT NULL REFERENCES source (key),
    locator     VARCHAR NOT NULL,
    carrier     VARCHAR NOT NULL,
    carrier_license VARCHAR NOT NULL,
    evidence    VARCHAR NOT NULL CHECK (evidence IN ('primary', 'cited', 'uncited', 'convention', 'computed', 'predicted', 'recalled')),
    confidence  VARCHAR NOT NULL,
    rank        INTEGER NOT NULL CHECK (rank >= 1),
    choice      VARCHAR NOT NULL CHECK (choice IN ('', 'recommended', 'open')),
    choice_reason VARCHAR NOT NULL,
    note        VARCHAR NOT NULL,
    CHECK (value IS NOT NULL OR length(text) > 0),
    CHECK ((uncertainty IS NULL) = (uncertainty_kind = '')),
    CHECK ((choice = '') = (choice_reason = ''))
);

CREATE TABLE observation (
    id          VARCHAR PRIMARY KEY,
    element     VARCHAR NOT NULL REFERENCES element (symbol),
    property    VARCHAR NOT NULL REFERENCES property (name),
    value       DOUBLE NOT NULL,
    text        VARCHAR NOT NULL,
    printed     VARCHAR NOT NULL,
    printed_unit VARCHAR NOT NULL,
    uncertainty DOUBLE CHECK (uncertainty >= 0),
    uncertainty_kind VARCHAR NOT NULL CHECK (uncertainty_kind IN ('', 'standard', 'expanded', 'range', 'estimate', 'stated')),
    temperature DOUBLE CHECK (temperature >= 0),
    phase       VARCHAR NOT NULL,
    material    VARCHAR NOT NULL,
    state       VARCHAR NOT NULL,
    source      VARCHAR NOT NULL REFERENCES source (key),
    locator     VARCHAR NOT NULL,
    carrier     VARCHAR NOT NULL,
    carrier_license VARCHAR NOT NULL,
    evidence    VARCHAR NOT NULL CHECK (evidence IN ('primary', 'cited', 'uncited', 'convention', 'computed', 'predicted', 'recalled')),
    confidence  VARCHAR NOT NULL,
    rank        INTEGER NOT NULL CHECK (rank >= 1),
    choice      VARCHAR NOT NULL CHECK (choice IN ('', 'recommended', 'open')),
    choice_reason VARCHAR NOT NULL,
    note        VARCHAR NOT NULL,
    typed       MAP(VARCHAR, VARCHAR) NOT NULL DEFAULT MAP {},
    CHECK ((uncertainty IS NULL) = (uncertainty_kind = '')),
    CHECK ((choice = '') = (choice_reason = ''))
);

CREATE TABLE reference (
    id           VARCHAR PRIMARY KEY,
    element      VARCHAR NOT NULL REFERENCES element (symbol),
    property     VARCHAR NOT NULL REFERENCES property (name),
    value        DOUBLE NOT NULL,
    printed      VARCHAR NOT NULL,
    printed_unit VARCHAR NOT NULL,
    structure    VARCHAR NOT NULL,
    method       VARCHAR NOT NULL,
    source       VARCHAR NOT NULL REFERENCES source (key),
    locator      VARCHAR NOT NULL,
    carrier      VARCHAR NOT NULL,
    carrier_license VARCHAR NOT NULL,
    evidence     VARCHAR NOT NULL CHECK (evidence = 'reference')
);

-- Why no measured value is here; elements are symbols with blanks between, or * for all others.
CREATE TABLE absence (
    id       VARCHAR PRIMARY KEY,
    property VARCHAR NOT NULL REFERENCES property (name),
    elements VARCHAR NOT NULL,
    reason   VARCHAR NOT NULL
);

CREATE TABLE parameter (
    id         VARCHAR PRIMARY KEY,
    theory     VARCHAR NOT NULL,
    variant    VARCHAR NOT NULL,
    element    VARCHAR NOT NULL,
    convention VARCHAR NOT NULL CHECK (convention IN ('*', 'standard', 'printed')),
    name       VARCHAR NOT NULL,
    value      DOUBLE NOT NULL,
    unit       VARCHAR NOT NULL,
    printed    VARCHAR NOT NULL,
    source     VARCHAR NOT NULL REFERENCES source (key),
    locator    VARCHAR NOT NULL,
    cell       VARCHAR REFERENCES cell (id),
    note       VARCHAR NOT NULL
);

CREATE TABLE published (
    id           VARCHAR PRIMARY KEY,
    cell         VARCHAR REFERENCES cell (id),
    source       VARCHAR NOT NULL REFERENCES source (key),
    locator      VARCHAR NOT NULL,
    element      VARCHAR NOT NULL REFERENCES element (symbol),
    model        VARCHAR NOT NULL CHECK (length(model) > 0),
    property     VARCHAR NOT NULL REFERENCES property (name),
    term         VARCHAR NOT NULL,
    value        DOUBLE,
    printed      VARCHAR NOT NULL,
    printed_unit VARCHAR NOT NULL,
    reading      DOUBLE,
    reading_kind VARCHAR NOT NULL DEFAULT '' CHECK (reading_kind IN ('', 'scan', 'slip')),
    reading_reason VARCHAR NOT NULL DEFAULT '',
    at_reference BOOLEAN NOT NULL,
    temperature  DOUBLE CHECK (temperature >= 0),
    volume       DOUBLE CHECK (volume > 0),
    density      DOUBLE CHECK (density > 0),
    structure    VARCHAR NOT NULL,
    note         VARCHAR NOT NULL,
    typed        MAP(VARCHAR, VARCHAR) NOT NULL DEFAULT MAP {},
    CHECK ((reading IS NULL) = (reading_kind = '') AND (reading IS NULL) = (reading_reason = ''))
);

CREATE TABLE erratum (
    id          VARCHAR PRIMARY KEY,
    cell        VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL CHECK (kind IN ('misprint', 'scan', 'convention', 'constants', 'unknown')),
    explanation VARCHAR NOT NULL CHECK (length(explanation) > 0)
);

-- Numbers of rows: none is given twice, also where the row was deleted.
CREATE SEQUENCE run_id;
CREATE SEQUENCE state_id;
CREATE SEQUENCE model_check_id;

CREATE TABLE run (
    id          BIGINT PRIMARY KEY,
    model       VARCHAR NOT NULL REFERENCES model (name),
    element     VARCHAR NOT NULL REFERENCES element (symbol),
    convention  VARCHAR NOT NULL CHECK (convention IN ('standard', 'printed')),
    revision    INTEGER NOT NULL,
    settings    VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL CHECK (length(fingerprint) = 32),
    version     VARCHAR NOT NULL,
    started     TIMESTAMP NOT NULL,
    seconds     DOUBLE NOT NULL CHECK (seconds >= 0),
    states      INTEGER NOT NULL CHECK (states >= 0),
    failed      INTEGER NOT NULL CHECK (failed >= 0)
);

CREATE TABLE run_input (
    run    BIGINT NOT NULL REFERENCES run (id),
    name   VARCHAR NOT NULL,
    kind   VARCHAR NOT NULL CHECK (kind IN ('parameter', 'constant', 'observation')),
    value  DOUBLE,
    unit   VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    PRIMARY KEY (run, name)
);

-- The three tables that grow have no keys: their indexes would be nine tenths of the file. Each batch
-- is checked before it is committed (metaleos/catalog/fill/write.py): a state once by element, model,
-- convention and place; one result a run, state, property and term; no loose end.
CREATE TABLE state (
    id           BIGINT NOT NULL,
    element      VARCHAR NOT NULL,
    model        VARCHAR NOT NULL,
    convention   VARCHAR NOT NULL CHECK (convention IN ('standard', 'printed')),
    place        VARCHAR NOT NULL,
    anchor       VARCHAR NOT NULL,
    variables    VARCHAR NOT NULL,
    is_reference BOOLEAN NOT NULL,
    structure    VARCHAR NOT NULL,
    temperature  DOUBLE CHECK (temperature >= 0),
    volume       DOUBLE CHECK (volume > 0),
    density      DOUBLE CHECK (density > 0),
    compression  DOUBLE CHECK (compression > 0),
    own          MAP(VARCHAR, DOUBLE) NOT NULL,
    run          BIGINT
);

-- Words of results, once each: a result has their numbers, which cost a quarter to store and to check.
CREATE TABLE quantity (
    id       INTEGER PRIMARY KEY,
    property VARCHAR NOT NULL REFERENCES property (name),
    term     VARCHAR NOT NULL CHECK (length(term) > 0),
    UNIQUE (property, term)
);

CREATE TABLE ending (
    id      INTEGER PRIMARY KEY,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('ok', 'undefined', 'no_solution', 'not_converged', 'out_of_range', 'invalid_input', 'failed')),
    reason  VARCHAR NOT NULL,
    UNIQUE (outcome, reason),
    CHECK ((outcome = 'ok') = (id = 0)),
    CHECK ((outcome = 'ok') = (reason = ''))
);

CREATE TABLE number (
    run            BIGINT NOT NULL,
    state          BIGINT NOT NULL,
    quantity       INTEGER NOT NULL,
    value          DOUBLE CHECK (value IS NULL OR isfinite(value)),
    error_estimate DOUBLE CHECK (error_estimate IS NULL OR error_estimate >= 0),
    ending         INTEGER NOT NULL,
    CHECK ((value IS NOT NULL) = (ending = 0))
);

CREATE VIEW result AS
SELECT n.run, n.state, q.property, q.term, n.value, n.error_estimate, e.outcome, e.reason
FROM number n JOIN quantity q ON q.id = n.quantity JOIN ending e ON e.id = n.ending;

-- What is current of each run, counted when it changes: how much there is, is asked more often.
CREATE TABLE run_count (
    run           BIGINT NOT NULL,
    states        BIGINT NOT NULL,
    results       BIGINT NOT NULL,
    ok            BIGINT NOT NULL,
    undefined     BIGINT NOT NULL,
    no_solution   BIGINT NOT NULL,
    not_converged BIGINT NOT NULL,
    out_of_range  BIGINT NOT NULL,
    invalid_input BIGINT NOT NULL,
    failed        BIGINT NOT NULL
);

CREATE TABLE model_check (
    id         BIGINT PRIMARY KEY,
    kind       VARCHAR NOT NULL CHECK (kind IN ('integrity', 'paper', 'claim')),
    name       VARCHAR NOT NULL,
    model      VARCHAR NOT NULL REFERENCES model (name),
    element    VARCHAR NOT NULL,
    convention VARCHAR NOT NULL CHECK (convention IN ('standard', 'printed')),
    state      VARCHAR NOT NULL,
    residual   DOUBLE CHECK (residual IS NULL OR isfinite(residual)),
    tolerance  DOUBLE CHECK (tolerance IS NULL OR tolerance >= 0),
    grade      VARCHAR NOT NULL CHECK (grade IN ('pass', 'fail', 'not_applicable')),
    detail     VARCHAR NOT NULL,
    checked    TIMESTAMP NOT NULL
);

-- The verdict on each printed cell, with the runs whose inputs it shares, the revision of the rules,
-- and a hash of the cell with all that is declared of it. All are replaced together: no key.
CREATE TABLE verdict (
    cell              VARCHAR NOT NULL,
    standard          DOUBLE,
    as_printed        DOUBLE,
    deviation         DOUBLE,
    deviation_percent DOUBLE,
    tolerance         DOUBLE CHECK (tolerance >= 0),
    spread            DOUBLE CHECK (spread >= 0),
    verdict           VARCHAR NOT NULL CHECK (verdict IN ('reproduced', 'fitted', 'explained', 'described', 'disagrees', 'input', 'observed', 'not_modelled')),
    kind              VARCHAR NOT NULL,
    reason            VARCHAR NOT NULL,
    standard_run      BIGINT,
    printed_run       BIGINT,
    rules             INTEGER NOT NULL CHECK (rules >= 1),
    stamp             VARCHAR NOT NULL CHECK (length(stamp) = 32)
);

-- What each ingredient of `printed` makes of a printed cell, switched alone in `standard`: shipped data,
-- stored with the verdicts; stale where what the model reads of the element is no more what it was.
CREATE TABLE ingredient (
    cell       VARCHAR NOT NULL,
    model      VARCHAR NOT NULL,
    name       VARCHAR NOT NULL,
    text       VARCHAR NOT NULL,
    standard   DOUBLE,
    switched   DOUBLE,
    stale      BOOLEAN NOT NULL
);

-- Views: the SQL contract -----------------------------------------------------------------

CREATE VIEW v_elements AS
WITH best AS (FROM constant QUALIFY row_number() OVER (PARTITION BY element, property ORDER BY rank, phase DESC) = 1)
SELECT e.z, e.symbol, e.name, s.text AS structure, m.value AS atomic_mass_u, d.value AS density_g_cm3,
       t.value AS melting_temperature_k, i.value AS first_ionisation_energy_ev,
       s.evidence AS structure_evidence, m.evidence AS atomic_mass_u_evidence, d.evidence AS density_g_cm3_evidence,
       t.evidence AS melting_temperature_k_evidence, d.temperature AS density_temperature_k, d.phase AS density_phase
FROM element e
LEFT JOIN best s ON s.element = e.symbol AND s.property = 'crystal_structure'
LEFT JOIN best m ON m.element = e.symbol AND m.property = 'atomic_mass'
LEFT JOIN best d ON d.element = e.symbol AND d.property = 'density'
LEFT JOIN best t ON t.element = e.symbol AND t.property = 'melting_temperature'
LEFT JOIN best i ON i.element = e.symbol AND i.property = 'first_ionisation_energy';

CREATE VIEW v_constants AS
SELECT c.element, c.property, c.value, p.unit, c.text, c.uncertainty, c.uncertainty_kind, c.temperature AS temperature_k, c.phase, c.material, c.state,
       c.source, c.locator, c.carrier, c.carrier_license, c.evidence, c.confidence, c.rank, c.choice, c.choice_reason, c.printed, c.printed_unit, c.note
FROM constant c JOIN property p ON p.name = c.property;

CREATE VIEW v_observations AS
SELECT o.element, o.property, o.value, p.unit, o.uncertainty, o.uncertainty_kind, o.temperature AS temperature_k, o.phase, o.material, o.state,
       o.source, o.locator, o.carrier, o.carrier_license, o.evidence, o.confidence, o.rank, o.choice, o.choice_reason, o.printed, o.printed_unit, o.note
FROM observation o JOIN property p ON p.name = o.property;

CREATE VIEW v_references AS
SELECT r.element, r.property, r.value, p.unit, r.structure, r.method, r.source, r.locator, r.carrier, r.carrier_license, r.evidence, r.printed, r.printed_unit
FROM reference r JOIN property p ON p.name = r.property;

-- What is measured of each element, a row for each property that any has or that was looked for; where there is none, why.
CREATE VIEW v_coverage AS
SELECT e.symbol AS element, e.z, a.property, coalesce(h.facts, 0)::INTEGER AS facts, coalesce(h.sources, 0)::INTEGER AS sources,
       h.source, h.evidence, CASE WHEN h.facts IS NULL THEN coalesce(n.reason, r.reason, '') ELSE '' END AS reason
FROM element e
CROSS JOIN (SELECT property FROM observation UNION SELECT property FROM constant UNION SELECT property FROM absence) a
LEFT JOIN (SELECT element, property, count(*) AS facts, count(DISTINCT source) AS sources, arg_min(source, rank) AS source, arg_min(evidence, rank) AS evidence
           FROM (SELECT element, property, source, evidence, rank FROM observation UNION ALL SELECT element, property, source, evidence, rank FROM constant)
           GROUP BY ALL) h ON h.element = e.symbol AND h.property = a.property
LEFT JOIN (SELECT property, unnest(string_split(elements, ' ')) AS element, reason FROM absence WHERE elements <> '*') n
       ON n.property = a.property AND n.element = e.symbol
LEFT JOIN (SELECT property, reason FROM absence WHERE elements = '*') r ON r.property = a.property
ORDER BY e.z, a.property;

-- The quantities of a shock state share their id but for the property.
CREATE VIEW v_shock AS
SELECT element, series, point, particle_velocity_km_s, shock_velocity_km_s, initial_density_g_cm3, pressure_gpa,
       shock_velocity_km_s / (shock_velocity_km_s - particle_velocity_km_s) AS compression,
       initial_density_g_cm3 * shock_velocity_km_s / (shock_velocity_km_s - particle_velocity_km_s) AS density_g_cm3,
       phase, material, state, source, locator, carrier, evidence, note
FROM (SELECT element, split_part(same, '/', -2) AS series, split_part(same, '/', -1)::INTEGER AS point,
             any_value(value) FILTER (property = 'particle_velocity') AS particle_velocity_km_s,
             any_value(value) FILTER (property = 'shock_velocity') AS shock_velocity_km_s,
             any_value(value) FILTER (property = 'shock_initial_density') AS initial_density_g_cm3,
             any_value(value) FILTER (property = 'shock_pressure') AS pressure_gpa,
             phase, material, state, source, locator, carrier, evidence, note
      FROM (SELECT *, replace(id, '/' || property || '/', '/') AS same FROM observation WHERE starts_with(id, 'hugoniot_points/'))
      GROUP BY ALL)
ORDER BY element, series, point;

CREATE VIEW v_parameters AS
SELECT theory, variant, element, convention, name, value, unit, printed, source, locator, cell, note FROM parameter;

CREATE VIEW v_published AS
SELECT p.element, p.model, p.property, p.term, p.value, q.unit, p.printed, p.printed_unit,
       p.reading, p.reading_kind, coalesce(c.reading_basis, '') AS reading_basis, p.reading_reason, p.at_reference,
       p.temperature AS temperature_k, p.volume AS volume_bohr3, p.density AS density_g_cm3, p.structure,
       p.source, p.locator, p.cell, c.table_no, c.label, c.digits, c.parsed, p.note
FROM published p JOIN property q ON q.name = p.property LEFT JOIN cell c ON c.id = p.cell;

CREATE VIEW v_cells AS
SELECT id, source, table_no, line, element, model, label, quantity, property, term, state, printed, unit, digits, step,
       parsed, reading, reading_kind, reading_basis, reading_reason, note, role
FROM cell;

CREATE VIEW v_errata AS
SELECT e.id, e.cell, c.source, c.table_no, c.line, c.element, c.model, c.quantity, c.printed, c.unit, c.reading, e.kind, e.explanation
FROM erratum e JOIN cell c ON c.id = e.cell;
CREATE VIEW v_sources AS
SELECT key, origin, kind, authors, year, title, journal, doi, note, bibtex FROM source;

CREATE VIEW v_properties AS
SELECT name, symbol, unit, description, origin, same, span AS span_k, condition FROM property;

CREATE VIEW v_yields AS
SELECT y.model, y.property, y.term, p.unit, y.curve, y.position
FROM model_yield y JOIN property p ON p.name = y.property;
CREATE VIEW v_models AS
SELECT m.name, m.theory, m.variant, m.title, m.revision, m.source, m.is_default, m.has_solver, m.settings,
       m.origin, m.phase, m.domain, coalesce(d.elements, []) AS domain_elements, m.least_compression, m.least_temperature AS least_temperature_k
FROM model m LEFT JOIN (SELECT model, list(element ORDER BY rowid) AS elements FROM model_domain GROUP BY model) d ON d.model = m.name;

CREATE VIEW v_states AS
SELECT s.id, s.element, s.model, s.convention, s.is_reference, s.temperature AS temperature_k, s.volume AS volume_bohr3,
       s.density AS density_g_cm3, s.compression, 1 / s.compression AS volume_ratio, s.structure,
       s.own['axial_ratio'] AS axial_ratio, s.own['theta'] AS theta, s.own AS own_variables, s.run
FROM state s WHERE s.run IS NOT NULL;

CREATE VIEW v_results AS
SELECT s.element, s.model, s.convention, r.property, r.term, r.value, p.unit, r.error_estimate, r.outcome, r.reason,
       s.is_reference, s.temperature AS temperature_k, s.volume AS volume_bohr3, s.density AS density_g_cm3, s.compression,
       1 / s.compression AS volume_ratio, s.structure, s.own['axial_ratio'] AS axial_ratio, s.own['theta'] AS theta,
       s.own AS own_variables, s.id AS state, r.run
FROM state s
JOIN result r ON r.run = s.run AND r.state = s.id
JOIN property p ON p.name = r.property;

CREATE VIEW v_runs AS
SELECT id, model, element, convention, revision, settings, fingerprint, version, started, seconds, states, failed FROM run;

CREATE VIEW v_run_inputs AS
WITH fact AS (
    SELECT element, property, source, arg_min(evidence, rank) AS evidence
    FROM (SELECT element, property, source, evidence, rank FROM constant
          UNION ALL SELECT element, property, source, evidence, rank FROM observation) GROUP BY ALL
)
SELECT i.run, i.name, i.kind, i.value, i.unit, i.source,
       CASE WHEN i.source = 'recalled' THEN 'recalled' WHEN i.source = 'element' THEN ''
            WHEN i.kind = 'parameter' THEN 'primary' ELSE coalesce(f.evidence, '') END AS evidence
FROM run_input i JOIN run r ON r.id = i.run
LEFT JOIN fact f ON i.kind <> 'parameter' AND (f.element, f.property, f.source) = (r.element, i.name, i.source);

CREATE VIEW v_checks AS
SELECT kind, name, model, element, convention, state, residual, tolerance, grade, detail, checked FROM model_check;

-- A total of ours beside every measured value of it: whether they are comparable, if not why, by how much they
-- differ, and which of them comes first. The only place where a deviation is computed.
CREATE VIEW pair AS
WITH observed AS (
    SELECT o.*, row_number() OVER seen AS position, first_value(o.material) OVER seen AS usual,
           CASE WHEN o.phase IN ('', 'liquid', 'gas') THEN o.phase ELSE 'solid' END AS matter,
           CASE WHEN contains(lower(o.state), 'adiabatic') THEN 'adiabatic'
                WHEN contains(lower(o.state), 'isothermal') THEN 'isothermal' ELSE '' END AS condition,
           -- Low temperature, as some sources say, is as good as 0 K here.
           coalesce(o.temperature, CASE WHEN contains(lower(o.state), 'low temperature') OR contains(o.state, 'T=0') THEN 0 END) AS held,
           o.uncertainty / CASE WHEN o.uncertainty_kind = 'expanded' THEN 2 ELSE 1 END AS sigma
    FROM observation o WINDOW seen AS (PARTITION BY o.element, o.property ORDER BY o.rank, o.rowid)
), ours AS (
    SELECT s.id AS state, s.run, s.is_reference, s.element, s.model, s.convention, r.property, r.value, r.error_estimate,
           r.outcome, r.reason AS failure, s.structure, s.temperature, s.volume, s.density, s.compression, m.phase, m.origin,
           CASE WHEN len(d.elements) > 0 AND NOT list_contains(d.elements, s.element) THEN 'the model is for ' || m.domain
                WHEN coalesce(m.least_compression, m.least_temperature) IS NOT NULL
                     AND NOT coalesce(s.compression >= m.least_compression * (1 - 1e-6), false)
                     AND NOT coalesce(s.temperature >= m.least_temperature * (1 - 1e-6), false) THEN 'the model is for ' || m.domain
                WHEN v.value = 0 THEN 'the model fails at this state: its validity is 0'
                ELSE '' END AS outside
    FROM state s
    JOIN result r ON r.run = s.run AND r.state = s.id AND r.term = 'total'
    JOIN model m ON m.name = s.model
    LEFT JOIN (SELECT model, list(element) AS elements FROM model_domain GROUP BY model) d ON d.model = s.model
    LEFT JOIN (SELECT run, state, value FROM result WHERE property = 'validity' AND term = 'total') v ON v.run = s.run AND v.state = s.id
), judged AS (
    SELECT u.*, o.id AS observation, o.position, o.value AS observed, o.uncertainty, o.sigma, o.temperature AS observed_temperature,
           o.phase AS observed_phase, o.material, o.source, o.printed, o.evidence, o.rank, o.usual, o.matter,
           abs(o.held - coalesce(u.temperature, 0)) AS apart,
           CASE WHEN o.id IS NULL THEN 'nothing is measured'
                WHEN o.evidence = 'predicted' THEN 'the value beside it is predicted, not measured'
                WHEN p.origin <> '' AND u.origin = '' THEN 'the model does not say what its energies are counted from'
                WHEN p.origin <> u.origin AND p.origin <> '' THEN 'ours counts ' || u.origin || ', the measured value ' || p.origin
                WHEN p.same <> '' AND u.phase <> '' AND o.matter NOT IN ('', u.phase) THEN 'ours is of the ' || u.phase || ', measured is the ' || o.matter
                WHEN p.same = 'structure' AND u.structure <> '' AND o.phase NOT IN ('', 'solid', u.structure)
                     THEN 'ours is of ' || u.structure || ', measured is ' || o.phase
                WHEN apart > p.span THEN format('ours is at {:.0f} K, measured at {:.0f} K', coalesce(u.temperature, 0), o.held)
                -- A solid whose temperature is not said is at room temperature or below.
                WHEN o.held IS NULL AND o.matter <> 'liquid' AND coalesce(u.temperature, 0) > 300 + p.span
                     THEN format('ours is at {:.0f} K, measured is a solid', u.temperature)
                WHEN p.condition <> '' AND o.condition NOT IN ('', p.condition) AND u.temperature > 0
                     THEN format('ours is {} at {:.0f} K, measured is {}', p.condition, u.temperature, o.condition)
                WHEN NOT u.is_reference AND (u.structure <> '' OR coalesce(abs(u.compression - 1), 1) > 0.02)
                     THEN 'measured at its own density and structure, not at this state'
                ELSE '' END AS incomparable
    FROM ours u JOIN property p ON p.name = u.property
    LEFT JOIN observed o ON o.element = u.element AND o.property = u.property
), printed AS (
    -- What the model's paper has for its reference state, the model itself before its theory.
    SELECT s.id AS state, q.property, arg_min(struct_pack(value := q.value, printed := q.printed, printed_unit := q.printed_unit, source := q.source),
                                             (q.model <> s.model, q.rowid)) AS published
    FROM state s JOIN published q ON q.element = s.element AND q.model IN (s.model, split_part(s.model, '/', 1)) AND q.term = 'total'
    WHERE s.is_reference AND q.value IS NOT NULL
    AND (q.at_reference OR (coalesce(q.temperature, s.temperature) IS NOT DISTINCT FROM s.temperature AND coalesce(abs(q.volume / s.volume - 1) <= 1e-6, q.volume IS NULL)
                            AND coalesce(abs(q.density / s.density - 1) <= 1e-6, q.density IS NULL)))
    GROUP BY s.id, q.property
)
SELECT j.* EXCLUDE (incomparable, usual, matter, sigma, failure), q.published, incomparable = '' AS comparable, outside = '' AS in_domain,
       coalesce(nullif(failure, ''), nullif(incomparable, ''), outside) AS reason,
       CASE WHEN incomparable = '' THEN value - observed END AS deviation,
       100 * deviation / abs(nullif(observed, 0)) AS deviation_percent,
       deviation / nullif(sqrt(sigma ** 2 + coalesce(error_estimate, 0) ** 2), 0) AS deviation_sigma,
       abs(deviation) <= sqrt(uncertainty ** 2 + coalesce(error_estimate, 0) ** 2) AS within,
       CASE WHEN incomparable = '' THEN 100 * (q.published.value - observed) / abs(nullif(observed, 0)) END AS published_deviation_percent,
       row_number() OVER (result ORDER BY incomparable <> '', matter IS NOT DISTINCT FROM phase DESC, material IS NOT DISTINCT FROM usual DESC,
                          rank > 1 AND evidence IN ('uncited', 'recalled'), CASE WHEN position = 1 THEN coalesce(apart, 0) ELSE apart END NULLS LAST, position) AS recommended,
       row_number() OVER (result ORDER BY incomparable <> '', apart NULLS LAST, position) AS nearest
FROM judged j LEFT JOIN printed q ON j.is_reference AND q.state = j.state AND q.property = j.property
WINDOW result AS (PARTITION BY j.is_reference, j.state, j.run, j.element, j.model, j.convention, j.property);

CREATE VIEW v_comparison AS
SELECT j.element, j.model, j.convention, j.property, j.value, p.unit, j.error_estimate, j.outcome,
       j.observed, j.printed AS observed_printed, j.source AS observed_source, j.uncertainty AS observed_uncertainty,
       j.observed_temperature AS observed_temperature_k, j.observed_phase, j.material AS observed_material, j.evidence AS observed_evidence,
       j.deviation, j.deviation_percent, j.deviation_sigma, j.within, j.comparable, j.in_domain, j.reason,
       j.published.value AS published, j.published.printed AS published_printed, j.published.printed_unit AS published_printed_unit,
       j.published.source AS published_source, j.published_deviation_percent,
       j.temperature AS temperature_k, j.volume AS volume_bohr3, j.density AS density_g_cm3, j.structure, j.state, j.run
FROM pair j JOIN property p ON p.name = j.property
WHERE j.is_reference AND j.recommended = 1 AND (j.observation IS NOT NULL OR j.published IS NOT NULL);

CREATE VIEW v_scores AS
WITH point AS (
    SELECT model, convention, property, element, outcome, deviation, deviation_percent AS percent, within, in_domain,
           observation IS NOT NULL AS is_measured, in_domain AND deviation_percent IS NOT NULL AS counts
    FROM pair WHERE is_reference AND recommended = 1
), absent AS (
    SELECT r.model, r.convention, r.property, count(*) AS missing
    FROM (SELECT DISTINCT model, convention, property FROM point) r JOIN model_domain d ON d.model = r.model
    WHERE NOT EXISTS (FROM point q WHERE q.model = r.model AND q.convention = r.convention AND q.property = r.property AND q.element = d.element)
    GROUP BY ALL
)
SELECT o.property, o.model, o.convention, any_value(p.unit) AS unit, count(*) FILTER (counts) AS n,
       count(*) FILTER (in_domain) + coalesce(any_value(a.missing), 0) AS "of",
       count(*) FILTER (in_domain AND NOT counts AND is_measured AND outcome NOT IN ('ok', 'undefined')) AS failed,
       count(*) FILTER (in_domain AND NOT counts AND is_measured AND outcome IN ('ok', 'undefined')) AS incomparable,
       count(*) FILTER (in_domain AND NOT is_measured) AS unmeasured,
       coalesce(any_value(a.missing), 0) AS missing,
       count(*) FILTER (NOT in_domain AND percent IS NOT NULL) AS outside,
       avg(deviation) FILTER (counts) AS mean_deviation, median(percent) FILTER (counts) AS median_percent,
       avg(percent) FILTER (counts) AS mean_percent, avg(abs(percent)) FILTER (counts) AS mean_absolute_percent,
       sqrt(avg(percent ** 2) FILTER (counts)) AS rms_percent,
       arg_max(percent, abs(percent)) FILTER (counts) AS worst_percent, arg_max(element, abs(percent)) FILTER (counts) AS worst_element,
       count(*) FILTER (counts AND within) AS within, count(within) FILTER (counts) AS within_of,
       avg(abs(percent)) FILTER (NOT in_domain) AS outside_mean_absolute_percent
FROM point o JOIN property p ON p.name = o.property
LEFT JOIN absent a ON a.model = o.model AND a.convention = o.convention AND a.property = o.property
GROUP BY o.property, o.model, o.convention HAVING bool_or(is_measured);

CREATE VIEW v_verdicts AS
SELECT v.cell, c.source, c.table_no, c.element, c.model, c.quantity, c.property, c.term, c.state, c.printed, c.unit,
       v.verdict, v.kind, v.reason, v.standard, v.as_printed, v.deviation, v.deviation_percent, v.tolerance, v.spread,
       v.standard_run, v.printed_run, v.rules
FROM verdict v JOIN cell c ON c.id = v.cell;

CREATE VIEW v_ingredients AS
SELECT i.cell, c.source, c.table_no, c.element, i.model, c.quantity, c.printed, c.unit,
       i.name AS ingredient, i.text, i.standard, i.switched, i.switched - i.standard AS moved, i.stale
FROM ingredient i JOIN cell c ON c.id = i.cell;

-- Comments -----------------------------------------------------------------------------

COMMENT ON TABLE meta IS 'facts about this catalog file';
COMMENT ON COLUMN meta.key IS 'name of the entry';
COMMENT ON COLUMN meta.value IS 'its value';

COMMENT ON TABLE element IS 'chemical elements';
COMMENT ON COLUMN element.z IS 'atomic number';
COMMENT ON COLUMN element.symbol IS 'chemical symbol';
COMMENT ON COLUMN element.name IS 'English name';

COMMENT ON TABLE source IS 'citations; every fact points to one';
COMMENT ON COLUMN source.key IS 'citation key';
COMMENT ON COLUMN source.origin IS 'shipped with the package, or a user''s own';
COMMENT ON COLUMN source.kind IS 'BibTeX entry type';
COMMENT ON COLUMN source.authors IS 'authors, as in the BibTeX entry';
COMMENT ON COLUMN source.year IS 'year of publication';
COMMENT ON COLUMN source.title IS 'title of the work';
COMMENT ON COLUMN source.journal IS 'journal, book or institution';
COMMENT ON COLUMN source.doi IS 'DOI, empty where not known for sure';
COMMENT ON COLUMN source.note IS 'remark; doubts are stated here';
COMMENT ON COLUMN source.bibtex IS 'the BibTeX entry';

COMMENT ON TABLE property IS 'defined quantities, each with its one storage unit';
COMMENT ON COLUMN property.name IS 'property, as it is typed';
COMMENT ON COLUMN property.symbol IS 'symbol as printed';
COMMENT ON COLUMN property.unit IS 'unit of the value';
COMMENT ON COLUMN property.description IS 'definition in one line';
COMMENT ON COLUMN property.origin IS 'what measured energies are counted from; empty where no zero matters';
COMMENT ON COLUMN property.same IS 'what must not differ for a comparison: phase, or also structure';
COMMENT ON COLUMN property.span IS 'largest difference in temperature for a comparison [K]; NULL: it does not matter';
COMMENT ON COLUMN property.condition IS 'isothermal or adiabatic, where it matters';

COMMENT ON TABLE model IS 'theory/variant models; without a solver where only literature has them';
COMMENT ON COLUMN model.name IS 'theory/variant';
COMMENT ON COLUMN model.theory IS 'theory, the first half of a model name';
COMMENT ON COLUMN model.variant IS 'variant, the second half of a model name; empty where the theory has only one';
COMMENT ON COLUMN model.title IS 'what the model is, in one line';
COMMENT ON COLUMN model.revision IS 'revision of the solver; part of the fingerprint';
COMMENT ON COLUMN model.source IS 'citation key';
COMMENT ON COLUMN model.is_default IS 'the bare name of the theory means this variant';
COMMENT ON COLUMN model.has_solver IS 'whether metaleos computes it';
COMMENT ON COLUMN model.settings IS 'numerical settings, JSON';
COMMENT ON COLUMN model.origin IS 'what its energies are counted from';
COMMENT ON COLUMN model.phase IS 'solid or liquid; empty where it has neither';
COMMENT ON COLUMN model.domain IS 'what the model is for, in one line';
COMMENT ON COLUMN model.least_compression IS 'from this compression on a state belongs to its domain';
COMMENT ON COLUMN model.least_temperature IS 'from this temperature on a state belongs to its domain [K]';

COMMENT ON TABLE model_domain IS 'elements that a model is for; none: all that it covers';
COMMENT ON COLUMN model_domain.model IS 'model name theory/variant';
COMMENT ON COLUMN model_domain.element IS 'symbol of the element';

COMMENT ON TABLE model_yield IS 'which properties and terms a model yields';
COMMENT ON COLUMN model_yield.model IS 'model name theory/variant';
COMMENT ON COLUMN model_yield.property IS 'property name';
COMMENT ON COLUMN model_yield.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN model_yield.curve IS 'abscissa of a curve, empty for a scalar';
COMMENT ON COLUMN model_yield.position IS 'order of display';

COMMENT ON TABLE cell IS 'every printed cell of the papers, as printed';
COMMENT ON COLUMN cell.id IS 'key of the cell: source, table, element, model, quantity';
COMMENT ON COLUMN cell.source IS 'citation key';
COMMENT ON COLUMN cell.table_no IS 'table number in the source';
COMMENT ON COLUMN cell.line IS 'line of the fact file';
COMMENT ON COLUMN cell.element IS 'symbol of the element; NULL where the cell is of none';
COMMENT ON COLUMN cell.model IS 'model name theory/variant';
COMMENT ON COLUMN cell.label IS 'heading in the source';
COMMENT ON COLUMN cell.quantity IS 'symbol in the source';
COMMENT ON COLUMN cell.property IS 'property name';
COMMENT ON COLUMN cell.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN cell.state IS 'where the value holds, as the source says';
COMMENT ON COLUMN cell.printed IS 'string as printed';
COMMENT ON COLUMN cell.unit IS 'unit of the value';
COMMENT ON COLUMN cell.digits IS 'significant digits as printed';
COMMENT ON COLUMN cell.step IS 'one unit of the last digit, in the printed unit; of the reading where the page itself gives it';
COMMENT ON COLUMN cell.parsed IS 'the number the string says, printed unit';
COMMENT ON COLUMN cell.reading IS 'our reading, where the string should say something else, printed unit; never the paper''s number';
COMMENT ON COLUMN cell.reading_kind IS 'scan (the page says something else than its scan) or slip (the page itself is wrong); empty without a reading';
COMMENT ON COLUMN cell.reading_basis IS 'page (the page itself, another table, errata), identity (sums, ratios) or solver (ours): only a reading of the page counts in a verdict';
COMMENT ON COLUMN cell.reading_reason IS 'why it is read so';
COMMENT ON COLUMN cell.note IS 'remark; doubts are stated here';
COMMENT ON COLUMN cell.role IS 'what the cell is to the catalog';

COMMENT ON TABLE constant IS 'constants of the elements, several sources ranked';
COMMENT ON COLUMN constant.id IS 'topic, element, quantity, phase and rank; user: before your own';
COMMENT ON COLUMN constant.element IS 'symbol of the element';
COMMENT ON COLUMN constant.property IS 'property name';
COMMENT ON COLUMN constant.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN constant.text IS 'the fact where it is a word';
COMMENT ON COLUMN constant.printed IS 'string as printed';
COMMENT ON COLUMN constant.printed_unit IS 'unit as printed';
COMMENT ON COLUMN constant.uncertainty IS 'uncertainty that the source gives, storage unit; NULL: none is given';
COMMENT ON COLUMN constant.uncertainty_kind IS 'standard (one deviation), expanded, range (of samples in nature), estimate (ours), stated (level not said)';
COMMENT ON COLUMN constant.temperature IS 'temperature [K]';
COMMENT ON COLUMN constant.phase IS 'phase or structure';
COMMENT ON COLUMN constant.material IS 'form, alloy or isotope, where it is not the common one of the element';
COMMENT ON COLUMN constant.state IS 'where the value holds, as the source says';
COMMENT ON COLUMN constant.source IS 'citation key';
COMMENT ON COLUMN constant.locator IS 'table and place in the source';
COMMENT ON COLUMN constant.carrier IS 'where the number was read';
COMMENT ON COLUMN constant.carrier_license IS 'licence of the carrier';
COMMENT ON COLUMN constant.evidence IS 'primary (read in the source), cited (in a carrier that cites it), uncited (in one that cites none), convention, computed, predicted, recalled';
COMMENT ON COLUMN constant.confidence IS 'high, medium or low';
COMMENT ON COLUMN constant.rank IS '1 is preferred';
COMMENT ON COLUMN constant.choice IS 'where sources differ by more than their bands: recommended (stands first) or open (no source decides); else empty';
COMMENT ON COLUMN constant.choice_reason IS 'why';
COMMENT ON COLUMN constant.note IS 'remark; doubts are stated here';

COMMENT ON TABLE observation IS 'measured values, several sources ranked';
COMMENT ON COLUMN observation.id IS 'topic, element, quantity, phase and rank; user: before your own';
COMMENT ON COLUMN observation.element IS 'symbol of the element';
COMMENT ON COLUMN observation.property IS 'property name';
COMMENT ON COLUMN observation.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN observation.text IS 'the fact where it is a word';
COMMENT ON COLUMN observation.printed IS 'string as printed';
COMMENT ON COLUMN observation.printed_unit IS 'unit as printed';
COMMENT ON COLUMN observation.uncertainty IS 'uncertainty that the source gives, storage unit; NULL: none is given';
COMMENT ON COLUMN observation.uncertainty_kind IS 'standard (one deviation), expanded, range (of samples in nature), estimate (ours), stated (level not said)';
COMMENT ON COLUMN observation.temperature IS 'temperature [K]';
COMMENT ON COLUMN observation.phase IS 'phase or structure';
COMMENT ON COLUMN observation.material IS 'form, alloy or isotope, where it is not the common one of the element';
COMMENT ON COLUMN observation.state IS 'where the value holds, as the source says';
COMMENT ON COLUMN observation.source IS 'citation key';
COMMENT ON COLUMN observation.locator IS 'table and place in the source';
COMMENT ON COLUMN observation.carrier IS 'where the number was read';
COMMENT ON COLUMN observation.carrier_license IS 'licence of the carrier';
COMMENT ON COLUMN observation.evidence IS 'primary (read in the source), cited (in a carrier that cites it), uncited (in one that cites none), convention, computed, predicted, recalled';
COMMENT ON COLUMN observation.confidence IS 'high, medium or low';
COMMENT ON COLUMN observation.rank IS '1 is preferred';
COMMENT ON COLUMN observation.choice IS 'where sources differ by more than their bands: recommended (stands first) or open (no source decides); else empty';
COMMENT ON COLUMN observation.choice_reason IS 'why';
COMMENT ON COLUMN observation.note IS 'remark; doubts are stated here';
COMMENT ON COLUMN observation.typed IS 'of your own: cells as typed that are kept as numbers (temperature, volume, density, uncertainty)';

COMMENT ON TABLE absence IS 'why no measured value of a property is here';
COMMENT ON COLUMN absence.id IS 'file and line';
COMMENT ON COLUMN absence.property IS 'property name';
COMMENT ON COLUMN absence.elements IS 'symbols with blanks between, or * for all others without a value';
COMMENT ON COLUMN absence.reason IS 'why, and what was tried';
COMMENT ON TABLE reference IS 'values that other theories computed, to stand beside results: never observed';
COMMENT ON COLUMN reference.id IS 'source, element, quantity and structure';
COMMENT ON COLUMN reference.element IS 'symbol of the element';
COMMENT ON COLUMN reference.property IS 'property name';
COMMENT ON COLUMN reference.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN reference.printed IS 'string as the source gives it';
COMMENT ON COLUMN reference.printed_unit IS 'unit of that string';
COMMENT ON COLUMN reference.structure IS 'crystal structure';
COMMENT ON COLUMN reference.method IS 'theory that computed it';
COMMENT ON COLUMN reference.source IS 'citation key';
COMMENT ON COLUMN reference.locator IS 'table and place in the source';
COMMENT ON COLUMN reference.carrier IS 'where the number was read';
COMMENT ON COLUMN reference.carrier_license IS 'licence of the carrier';
COMMENT ON COLUMN reference.evidence IS 'reference: computed by a theory that is none of ours, never observed';

COMMENT ON TABLE parameter IS 'published or inferred inputs of a theory';
COMMENT ON COLUMN parameter.id IS 'theory, variant, element, convention and name';
COMMENT ON COLUMN parameter.theory IS 'theory, the first half of a model name';
COMMENT ON COLUMN parameter.variant IS 'variant, the second half; * holds for every variant';
COMMENT ON COLUMN parameter.element IS 'symbol of the element; * holds for every element';
COMMENT ON COLUMN parameter.convention IS 'standard or printed; * holds in both';
COMMENT ON COLUMN parameter.name IS 'input of the theory, as its declaration calls it';
COMMENT ON COLUMN parameter.value IS 'value in the unit of this row';
COMMENT ON COLUMN parameter.unit IS 'unit of the value';
COMMENT ON COLUMN parameter.printed IS 'string as printed';
COMMENT ON COLUMN parameter.source IS 'citation key';
COMMENT ON COLUMN parameter.locator IS 'table and place in the source';
COMMENT ON COLUMN parameter.cell IS 'printed cell behind it';
COMMENT ON COLUMN parameter.note IS 'remark; doubts are stated here';

COMMENT ON TABLE published IS 'what a paper printed as its computed result, or a user holds as such';
COMMENT ON COLUMN published.id IS 'key of the printed cell; user: before your own';
COMMENT ON COLUMN published.cell IS 'printed cell behind it';
COMMENT ON COLUMN published.source IS 'citation key';
COMMENT ON COLUMN published.locator IS 'table and place in the source';
COMMENT ON COLUMN published.element IS 'symbol of the element';
COMMENT ON COLUMN published.model IS 'model name theory/variant';
COMMENT ON COLUMN published.property IS 'property name';
COMMENT ON COLUMN published.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN published.value IS 'number of the printed string in the storage unit of the property; NULL: it has none';
COMMENT ON COLUMN published.printed IS 'string as printed';
COMMENT ON COLUMN published.printed_unit IS 'unit as printed';
COMMENT ON COLUMN published.reading IS 'our reading, where the string should say something else, storage unit; never the paper''s number';
COMMENT ON COLUMN published.reading_kind IS 'scan (the page says something else than its scan) or slip (the page itself is wrong); empty without a reading';
COMMENT ON COLUMN published.reading_reason IS 'why it is read so';
COMMENT ON COLUMN published.at_reference IS 'holds at the model''s reference state';
COMMENT ON COLUMN published.temperature IS 'temperature [K]';
COMMENT ON COLUMN published.volume IS 'volume [bohr3/atom]';
COMMENT ON COLUMN published.density IS 'mass density [g/cm3]';
COMMENT ON COLUMN published.structure IS 'crystal structure';
COMMENT ON COLUMN published.note IS 'remark; doubts are stated here';
COMMENT ON COLUMN published.typed IS 'of your own: cells as typed that are kept as numbers (temperature, volume, density, uncertainty)';

COMMENT ON TABLE erratum IS 'why a printed cell is known to be wrong or cannot be reproduced';
COMMENT ON COLUMN erratum.id IS 'file and line';
COMMENT ON COLUMN erratum.cell IS 'printed cell behind it';
COMMENT ON COLUMN erratum.kind IS 'misprint, scan, convention, constants or unknown: why the cell is not reproduced';
COMMENT ON COLUMN erratum.explanation IS 'the reason in one sentence';

COMMENT ON TABLE run IS 'one execution of a solver for one element; append-only';
COMMENT ON COLUMN run.id IS 'number of the run';
COMMENT ON COLUMN run.model IS 'model name theory/variant';
COMMENT ON COLUMN run.element IS 'symbol of the element';
COMMENT ON COLUMN run.convention IS 'standard or printed';
COMMENT ON COLUMN run.revision IS 'revision of the solver; part of the fingerprint';
COMMENT ON COLUMN run.settings IS 'numerical settings, JSON';
COMMENT ON COLUMN run.fingerprint IS 'hash of the input values read, settings and revision';
COMMENT ON COLUMN run.version IS 'package version that ran';
COMMENT ON COLUMN run.started IS 'start, UTC';
COMMENT ON COLUMN run.seconds IS 'duration, shared evenly over the elements of a batch [s]';
COMMENT ON COLUMN run.states IS 'states solved';
COMMENT ON COLUMN run.failed IS 'states without a value';

COMMENT ON TABLE run_input IS 'the inputs that a run actually read';
COMMENT ON COLUMN run_input.run IS 'run identifier';
COMMENT ON COLUMN run_input.name IS 'input name';
COMMENT ON COLUMN run_input.kind IS 'parameter, constant or observation: where the input was found';
COMMENT ON COLUMN run_input.value IS 'value as read, null where absent';
COMMENT ON COLUMN run_input.unit IS 'unit of the value';
COMMENT ON COLUMN run_input.source IS 'citation key';

COMMENT ON TABLE state IS 'where values hold, for an element, model and convention';
COMMENT ON COLUMN state.id IS 'number of the state';
COMMENT ON COLUMN state.element IS 'symbol of the element';
COMMENT ON COLUMN state.model IS 'model name theory/variant';
COMMENT ON COLUMN state.convention IS 'standard or printed';
COMMENT ON COLUMN state.place IS 'the numbers of the state to ten digits: what makes it one state';
COMMENT ON COLUMN state.anchor IS 'how the state was said, relative to the model''s reference where it was asked for so';
COMMENT ON COLUMN state.variables IS 'names of the state variables of the model, comma separated';
COMMENT ON COLUMN state.is_reference IS 'whether this is the model''s reference state';
COMMENT ON COLUMN state.temperature IS 'temperature [K]';
COMMENT ON COLUMN state.volume IS 'volume [bohr3/atom]';
COMMENT ON COLUMN state.density IS 'mass density [g/cm3]';
COMMENT ON COLUMN state.compression IS 'density over the model''s reference density';
COMMENT ON COLUMN state.structure IS 'crystal structure';
COMMENT ON COLUMN state.own IS 'state variables that only one theory has, by name';
COMMENT ON COLUMN state.run IS 'the run whose results are current; null where none is any more';

COMMENT ON TABLE quantity IS 'properties and terms of which there are results';
COMMENT ON COLUMN quantity.id IS 'number of the pair';
COMMENT ON COLUMN quantity.property IS 'property name';
COMMENT ON COLUMN quantity.term IS 'part of the property; total is the whole';

COMMENT ON TABLE ending IS 'how results came about: 0 is ok, and no other';
COMMENT ON COLUMN ending.id IS 'number of the pair';
COMMENT ON COLUMN ending.outcome IS 'ok, or why there is no value';
COMMENT ON COLUMN ending.reason IS 'one line where the outcome is not ok';

COMMENT ON TABLE number IS 'computed values of every run; append-only';
COMMENT ON COLUMN number.run IS 'run identifier';
COMMENT ON COLUMN number.state IS 'state identifier';
COMMENT ON COLUMN number.quantity IS 'number of the property and term';
COMMENT ON COLUMN number.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN number.error_estimate IS 'estimated absolute error, storage unit';
COMMENT ON COLUMN number.ending IS 'number of the outcome and reason';

COMMENT ON VIEW result IS 'the numbers of every run in words';
COMMENT ON COLUMN result.run IS 'run identifier';
COMMENT ON COLUMN result.state IS 'state identifier';
COMMENT ON COLUMN result.property IS 'property name';
COMMENT ON COLUMN result.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN result.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN result.error_estimate IS 'estimated absolute error, storage unit';
COMMENT ON COLUMN result.outcome IS 'ok, or why there is no value';
COMMENT ON COLUMN result.reason IS 'one line where the outcome is not ok';

COMMENT ON TABLE run_count IS 'how many states and results of a run are current; runs with none are absent';
COMMENT ON COLUMN run_count.run IS 'run identifier';
COMMENT ON COLUMN run_count.states IS 'its states that are current';
COMMENT ON COLUMN run_count.results IS 'their results, as many for each state';
COMMENT ON COLUMN run_count.ok IS 'those with the outcome ok';
COMMENT ON COLUMN run_count.undefined IS 'those with the outcome undefined';
COMMENT ON COLUMN run_count.no_solution IS 'those with the outcome no_solution';
COMMENT ON COLUMN run_count.not_converged IS 'those with the outcome not_converged';
COMMENT ON COLUMN run_count.out_of_range IS 'those with the outcome out_of_range';
COMMENT ON COLUMN run_count.invalid_input IS 'those with the outcome invalid_input';
COMMENT ON COLUMN run_count.failed IS 'those with the outcome failed';

COMMENT ON TABLE model_check IS 'verifications of results';
COMMENT ON COLUMN model_check.id IS 'number of the check';
COMMENT ON COLUMN model_check.kind IS 'integrity (the model against itself), paper (a printed table), claim (a statement)';
COMMENT ON COLUMN model_check.name IS 'the identity, table or statement';
COMMENT ON COLUMN model_check.model IS 'model name theory/variant';
COMMENT ON COLUMN model_check.element IS 'symbol of the element; * where a check is of all of them';
COMMENT ON COLUMN model_check.convention IS 'standard or printed';
COMMENT ON COLUMN model_check.state IS 'state in words';
COMMENT ON COLUMN model_check.residual IS 'residual of the check';
COMMENT ON COLUMN model_check.tolerance IS 'tolerance of the check';
COMMENT ON COLUMN model_check.grade IS 'pass, fail or not_applicable';
COMMENT ON COLUMN model_check.detail IS 'what was compared';
COMMENT ON COLUMN model_check.checked IS 'when, UTC';

COMMENT ON TABLE ingredient IS 'what each ingredient of the convention printed, switched alone, makes of a printed cell';
COMMENT ON COLUMN ingredient.cell IS 'key of the printed cell';
COMMENT ON COLUMN ingredient.model IS 'our model that yields it';
COMMENT ON COLUMN ingredient.name IS 'ingredient of printed';
COMMENT ON COLUMN ingredient.text IS 'what it is, in one clause';
COMMENT ON COLUMN ingredient.standard IS 'ours in the convention standard when the data were made, printed unit';
COMMENT ON COLUMN ingredient.switched IS 'ours in standard with this ingredient of printed, printed unit';
COMMENT ON COLUMN ingredient.stale IS 'whether what the model reads of the element has changed since';

COMMENT ON TABLE verdict IS 'verdicts on printed cells';
COMMENT ON COLUMN verdict.cell IS 'key of the printed cell';
COMMENT ON COLUMN verdict.standard IS 'ours in the convention standard, printed unit';
COMMENT ON COLUMN verdict.as_printed IS 'ours in the convention printed, printed unit';
COMMENT ON COLUMN verdict.deviation IS 'ours (printed, else standard) less the printed number or its correction by the page';
COMMENT ON COLUMN verdict.deviation_percent IS 'the deviation in per cent of the printed number';
COMMENT ON COLUMN verdict.tolerance IS 'what the rounding of the paper leaves open, its wider side, and the spread';
COMMENT ON COLUMN verdict.spread IS 'what half a last digit of the printed inputs leaves open, in quadrature';
COMMENT ON COLUMN verdict.verdict IS 'reproduced, fitted, explained, described, disagrees; input, observed, not_modelled';
COMMENT ON COLUMN verdict.kind IS 'by what: digits, printed, an ingredient, misprint, a pattern';
COMMENT ON COLUMN verdict.reason IS 'why, in one line';
COMMENT ON COLUMN verdict.standard_run IS 'run that read the inputs of standard';
COMMENT ON COLUMN verdict.printed_run IS 'run that read the inputs of printed';
COMMENT ON COLUMN verdict.rules IS 'revision of the rules';
COMMENT ON COLUMN verdict.stamp IS 'hash of the cell and of what is declared of it';

COMMENT ON VIEW v_elements IS 'elements with their preferred constants';
COMMENT ON COLUMN v_elements.z IS 'atomic number';
COMMENT ON COLUMN v_elements.symbol IS 'symbol';
COMMENT ON COLUMN v_elements.name IS 'English name';
COMMENT ON COLUMN v_elements.structure IS 'crystal structure';
COMMENT ON COLUMN v_elements.atomic_mass_u IS 'preferred atomic mass [u]';
COMMENT ON COLUMN v_elements.density_g_cm3 IS 'mass density [g/cm3]';
COMMENT ON COLUMN v_elements.melting_temperature_k IS 'melting temperature [K]';
COMMENT ON COLUMN v_elements.first_ionisation_energy_ev IS 'first ionisation energy [eV]';
COMMENT ON COLUMN v_elements.structure_evidence IS 'how good the structure is: see v_constants.evidence';
COMMENT ON COLUMN v_elements.atomic_mass_u_evidence IS 'how good the mass is';
COMMENT ON COLUMN v_elements.density_g_cm3_evidence IS 'how good the density is';
COMMENT ON COLUMN v_elements.melting_temperature_k_evidence IS 'how good the melting temperature is';
COMMENT ON COLUMN v_elements.density_temperature_k IS 'temperature of the density [K]';
COMMENT ON COLUMN v_elements.density_phase IS 'phase of the density';

COMMENT ON VIEW v_constants IS 'constants of the elements, all sources';
COMMENT ON COLUMN v_constants.element IS 'symbol of the element';
COMMENT ON COLUMN v_constants.property IS 'property name';
COMMENT ON COLUMN v_constants.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN v_constants.unit IS 'unit of the value';
COMMENT ON COLUMN v_constants.text IS 'the fact where it is a word';
COMMENT ON COLUMN v_constants.uncertainty IS 'uncertainty that the source gives, storage unit; NULL: none is given';
COMMENT ON COLUMN v_constants.uncertainty_kind IS 'standard (one deviation), expanded, range (of samples in nature), estimate (ours), stated (level not said)';
COMMENT ON COLUMN v_constants.temperature_k IS 'temperature [K]';
COMMENT ON COLUMN v_constants.phase IS 'phase or structure';
COMMENT ON COLUMN v_constants.material IS 'form, alloy or isotope, where it is not the common one of the element';
COMMENT ON COLUMN v_constants.state IS 'where the value holds, as the source says';
COMMENT ON COLUMN v_constants.source IS 'citation key';
COMMENT ON COLUMN v_constants.locator IS 'table and place in the source';
COMMENT ON COLUMN v_constants.carrier IS 'where the number was read';
COMMENT ON COLUMN v_constants.carrier_license IS 'licence of the carrier';
COMMENT ON COLUMN v_constants.evidence IS 'primary (read in the source), cited (in a carrier that cites it), uncited (in one that cites none), convention, computed, predicted, recalled';
COMMENT ON COLUMN v_constants.confidence IS 'high, medium or low';
COMMENT ON COLUMN v_constants.rank IS '1 is preferred';
COMMENT ON COLUMN v_constants.choice IS 'where sources differ by more than their bands: recommended (stands first) or open (no source decides); else empty';
COMMENT ON COLUMN v_constants.choice_reason IS 'why';
COMMENT ON COLUMN v_constants.printed IS 'string as printed';
COMMENT ON COLUMN v_constants.printed_unit IS 'unit as printed';
COMMENT ON COLUMN v_constants.note IS 'remark; doubts are stated here';

COMMENT ON VIEW v_observations IS 'measured values, all sources';
COMMENT ON COLUMN v_observations.element IS 'symbol of the element';
COMMENT ON COLUMN v_observations.property IS 'property name';
COMMENT ON COLUMN v_observations.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN v_observations.unit IS 'unit of the value';
COMMENT ON COLUMN v_observations.uncertainty IS 'uncertainty that the source gives, storage unit; NULL: none is given';
COMMENT ON COLUMN v_observations.uncertainty_kind IS 'standard (one deviation), expanded, range (of samples in nature), estimate (ours), stated (level not said)';
COMMENT ON COLUMN v_observations.temperature_k IS 'temperature [K]';
COMMENT ON COLUMN v_observations.phase IS 'phase or structure';
COMMENT ON COLUMN v_observations.material IS 'form, alloy or isotope, where it is not the common one of the element';
COMMENT ON COLUMN v_observations.state IS 'where the value holds, as the source says';
COMMENT ON COLUMN v_observations.source IS 'citation key';
COMMENT ON COLUMN v_observations.locator IS 'table and place in the source';
COMMENT ON COLUMN v_observations.carrier IS 'where the number was read';
COMMENT ON COLUMN v_observations.carrier_license IS 'licence of the carrier';
COMMENT ON COLUMN v_observations.evidence IS 'primary (read in the source), cited (in a carrier that cites it), uncited (in one that cites none), convention, computed, predicted, recalled';
COMMENT ON COLUMN v_observations.confidence IS 'high, medium or low';
COMMENT ON COLUMN v_observations.rank IS '1 is preferred';
COMMENT ON COLUMN v_observations.choice IS 'where sources differ by more than their bands: recommended (stands first) or open (no source decides); else empty';
COMMENT ON COLUMN v_observations.choice_reason IS 'why';
COMMENT ON COLUMN v_observations.printed IS 'string as printed';
COMMENT ON COLUMN v_observations.printed_unit IS 'unit as printed';
COMMENT ON COLUMN v_observations.note IS 'remark; doubts are stated here';

COMMENT ON VIEW v_comparison IS 'a total of ours at the reference state, what its paper printed, and the recommended measured value, one row a pair';
COMMENT ON COLUMN v_comparison.element IS 'symbol of the element';
COMMENT ON COLUMN v_comparison.model IS 'model name theory/variant';
COMMENT ON COLUMN v_comparison.convention IS 'standard or printed';
COMMENT ON COLUMN v_comparison.property IS 'property name';
COMMENT ON COLUMN v_comparison.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN v_comparison.unit IS 'unit of the values';
COMMENT ON COLUMN v_comparison.error_estimate IS 'estimated absolute error, storage unit';
COMMENT ON COLUMN v_comparison.outcome IS 'ok, or why there is no value';
COMMENT ON COLUMN v_comparison.observed IS 'recommended measured value, storage unit';
COMMENT ON COLUMN v_comparison.observed_printed IS 'string as printed';
COMMENT ON COLUMN v_comparison.observed_source IS 'citation key';
COMMENT ON COLUMN v_comparison.observed_uncertainty IS 'uncertainty that the source gives, storage unit; NULL: none is given';
COMMENT ON COLUMN v_comparison.observed_temperature_k IS 'temperature [K]';
COMMENT ON COLUMN v_comparison.observed_phase IS 'phase or structure';
COMMENT ON COLUMN v_comparison.observed_material IS 'form, alloy or isotope, where it is not the common one of the element';
COMMENT ON COLUMN v_comparison.observed_evidence IS 'how good it is: primary, cited, uncited, computed, predicted, recalled';
COMMENT ON COLUMN v_comparison.deviation IS 'ours less observed, storage unit; NULL: not comparable or no value';
COMMENT ON COLUMN v_comparison.deviation_percent IS 'ours less observed over the observed value [%]';
COMMENT ON COLUMN v_comparison.deviation_sigma IS 'ours less observed over the combined standard uncertainty; NULL: none is known';
COMMENT ON COLUMN v_comparison.within IS 'lies within the stated uncertainty and our error estimate together; NULL: none is known';
COMMENT ON COLUMN v_comparison.comparable IS 'both are of one thing: origin of energy, phase, temperature, condition';
COMMENT ON COLUMN v_comparison.in_domain IS 'the model is for this element and state';
COMMENT ON COLUMN v_comparison.reason IS 'why there is no value, why the two are not comparable, or why the state lies outside the domain';
COMMENT ON COLUMN v_comparison.published IS 'number that the model''s paper printed, storage unit';
COMMENT ON COLUMN v_comparison.published_printed IS 'string as printed';
COMMENT ON COLUMN v_comparison.published_printed_unit IS 'unit as printed';
COMMENT ON COLUMN v_comparison.published_source IS 'citation key';
COMMENT ON COLUMN v_comparison.published_deviation_percent IS 'the paper''s own value less observed, over the observed value [%]';
COMMENT ON COLUMN v_comparison.temperature_k IS 'temperature [K]';
COMMENT ON COLUMN v_comparison.volume_bohr3 IS 'volume [bohr3/atom]';
COMMENT ON COLUMN v_comparison.density_g_cm3 IS 'mass density [g/cm3]';
COMMENT ON COLUMN v_comparison.structure IS 'crystal structure';
COMMENT ON COLUMN v_comparison.state IS 'state identifier';
COMMENT ON COLUMN v_comparison.run IS 'run identifier';

COMMENT ON VIEW v_scores IS 'how models score against experiment over their domain at their reference states; the points are the rows of v_comparison';
COMMENT ON COLUMN v_scores.property IS 'property name';
COMMENT ON COLUMN v_scores.model IS 'model name theory/variant';
COMMENT ON COLUMN v_scores.convention IS 'standard or printed';
COMMENT ON COLUMN v_scores.unit IS 'unit of the mean deviation';
COMMENT ON COLUMN v_scores.n IS 'elements of the domain that are scored: measured, comparable, solved';
COMMENT ON COLUMN v_scores."of" IS 'elements of the domain';
COMMENT ON COLUMN v_scores.failed IS 'measured, but the solver has no value';
COMMENT ON COLUMN v_scores.incomparable IS 'measured, but not comparable';
COMMENT ON COLUMN v_scores.unmeasured IS 'nothing is measured';
COMMENT ON COLUMN v_scores.missing IS 'elements of the domain without a result';
COMMENT ON COLUMN v_scores.outside IS 'elements outside the domain that can be compared: shown apart, not scored';
COMMENT ON COLUMN v_scores.mean_deviation IS 'mean of ours less observed, storage unit';
COMMENT ON COLUMN v_scores.median_percent IS 'median of the deviations [%]';
COMMENT ON COLUMN v_scores.mean_percent IS 'mean of the deviations [%]';
COMMENT ON COLUMN v_scores.mean_absolute_percent IS 'mean of the absolute deviations [%]';
COMMENT ON COLUMN v_scores.rms_percent IS 'root of the mean square of the deviations [%]';
COMMENT ON COLUMN v_scores.worst_percent IS 'largest deviation [%]';
COMMENT ON COLUMN v_scores.worst_element IS 'element of the largest deviation';
COMMENT ON COLUMN v_scores.within IS 'scored values within the stated uncertainty';
COMMENT ON COLUMN v_scores.within_of IS 'scored values whose uncertainty is known';
COMMENT ON COLUMN v_scores.outside_mean_absolute_percent IS 'mean of the absolute deviations outside the domain [%]';

COMMENT ON VIEW v_shock IS 'measured shock states, one row a point: its velocities, pressure and densities';
COMMENT ON COLUMN v_shock.element IS 'symbol of the element';
COMMENT ON COLUMN v_shock.series IS 'points of one source that belong together';
COMMENT ON COLUMN v_shock.point IS 'number of the point in its series';
COMMENT ON COLUMN v_shock.particle_velocity_km_s IS 'particle velocity behind the shock, U_p [km/s]';
COMMENT ON COLUMN v_shock.shock_velocity_km_s IS 'shock velocity U_s [km/s]';
COMMENT ON COLUMN v_shock.initial_density_g_cm3 IS 'density ahead of the shock, rho_0 [g/cm3]';
COMMENT ON COLUMN v_shock.pressure_gpa IS 'pressure behind the shock, as the source gives it [GPa]';
COMMENT ON COLUMN v_shock.compression IS 'density behind the shock over that ahead, U_s/(U_s - U_p)';
COMMENT ON COLUMN v_shock.density_g_cm3 IS 'density behind the shock, rho_0 U_s/(U_s - U_p) [g/cm3]';
COMMENT ON COLUMN v_shock.phase IS 'phase where it was measured';
COMMENT ON COLUMN v_shock.material IS 'what was measured, where it is no pure element';
COMMENT ON COLUMN v_shock.state IS 'state in words';
COMMENT ON COLUMN v_shock.source IS 'citation key';
COMMENT ON COLUMN v_shock.locator IS 'table and place in the source';
COMMENT ON COLUMN v_shock.carrier IS 'where the number was read';
COMMENT ON COLUMN v_shock.evidence IS 'how good the fact is';
COMMENT ON COLUMN v_shock.note IS 'remark';

COMMENT ON VIEW v_errata IS 'why printed cells differ from ours, where it is known';
COMMENT ON COLUMN v_errata.id IS 'identifier of the erratum';
COMMENT ON COLUMN v_errata.cell IS 'identifier of the cell';
COMMENT ON COLUMN v_errata.source IS 'citation key';
COMMENT ON COLUMN v_errata.table_no IS 'table of the source';
COMMENT ON COLUMN v_errata.line IS 'line of the file of the table';
COMMENT ON COLUMN v_errata.element IS 'symbol of the element';
COMMENT ON COLUMN v_errata.model IS 'model name theory/variant';
COMMENT ON COLUMN v_errata.quantity IS 'quantity as the table names it';
COMMENT ON COLUMN v_errata.printed IS 'string as printed';
COMMENT ON COLUMN v_errata.unit IS 'unit of the printed string';
COMMENT ON COLUMN v_errata.reading IS 'what we read instead, in the printed unit';
COMMENT ON COLUMN v_errata.kind IS 'misprint, scan, convention, constants or unknown';
COMMENT ON COLUMN v_errata.explanation IS 'the explanation, one line';

COMMENT ON VIEW v_yields IS 'what each model yields';
COMMENT ON COLUMN v_yields.model IS 'model name theory/variant';
COMMENT ON COLUMN v_yields.property IS 'property name';
COMMENT ON COLUMN v_yields.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN v_yields.unit IS 'storage unit of the property';
COMMENT ON COLUMN v_yields.curve IS 'name of the abscissa of a curve; empty for a scalar';
COMMENT ON COLUMN v_yields.position IS 'place in the order of the model';

COMMENT ON VIEW v_coverage IS 'what is measured of each element, a row for each property that any has or that was looked for';
COMMENT ON COLUMN v_coverage.element IS 'symbol of the element';
COMMENT ON COLUMN v_coverage.z IS 'atomic number';
COMMENT ON COLUMN v_coverage.property IS 'property name';
COMMENT ON COLUMN v_coverage.facts IS 'measured values and constants';
COMMENT ON COLUMN v_coverage.sources IS 'sources that these have';
COMMENT ON COLUMN v_coverage.source IS 'citation key of the preferred value; NULL where there is none';
COMMENT ON COLUMN v_coverage.evidence IS 'evidence of the preferred value; NULL where there is none';
COMMENT ON COLUMN v_coverage.reason IS 'why there is none, and what was tried; empty where there is one, or nobody looked';
COMMENT ON VIEW v_references IS 'values that other theories computed: never observed';
COMMENT ON COLUMN v_references.element IS 'symbol of the element';
COMMENT ON COLUMN v_references.property IS 'property name';
COMMENT ON COLUMN v_references.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN v_references.unit IS 'unit of the value';
COMMENT ON COLUMN v_references.structure IS 'crystal structure';
COMMENT ON COLUMN v_references.method IS 'theory that computed it';
COMMENT ON COLUMN v_references.source IS 'citation key';
COMMENT ON COLUMN v_references.locator IS 'table and place in the source';
COMMENT ON COLUMN v_references.carrier IS 'where the number was read';
COMMENT ON COLUMN v_references.carrier_license IS 'licence of the carrier';
COMMENT ON COLUMN v_references.evidence IS 'reference: computed by a theory that is none of ours, never observed';
COMMENT ON COLUMN v_references.printed IS 'string as the source gives it';
COMMENT ON COLUMN v_references.printed_unit IS 'unit of that string';

COMMENT ON VIEW v_parameters IS 'parameters of the theories';
COMMENT ON COLUMN v_parameters.theory IS 'theory, the first half of a model name';
COMMENT ON COLUMN v_parameters.variant IS 'variant, the second half; * holds for every variant';
COMMENT ON COLUMN v_parameters.element IS 'symbol of the element; * holds for every element';
COMMENT ON COLUMN v_parameters.convention IS 'standard or printed; * holds in both';
COMMENT ON COLUMN v_parameters.name IS 'input of the theory, as its declaration calls it';
COMMENT ON COLUMN v_parameters.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN v_parameters.unit IS 'unit of the value';
COMMENT ON COLUMN v_parameters.printed IS 'string as printed';
COMMENT ON COLUMN v_parameters.source IS 'citation key';
COMMENT ON COLUMN v_parameters.locator IS 'table and place in the source';
COMMENT ON COLUMN v_parameters.cell IS 'printed cell behind it';
COMMENT ON COLUMN v_parameters.note IS 'remark; doubts are stated here';

COMMENT ON VIEW v_published IS 'published values: the number that was printed, our reading beside it, the printed cell';
COMMENT ON COLUMN v_published.element IS 'symbol of the element';
COMMENT ON COLUMN v_published.model IS 'model name theory/variant';
COMMENT ON COLUMN v_published.property IS 'property name';
COMMENT ON COLUMN v_published.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN v_published.value IS 'number of the printed string in the storage unit of the property; NULL: it has none';
COMMENT ON COLUMN v_published.unit IS 'unit of the value';
COMMENT ON COLUMN v_published.printed IS 'string as printed';
COMMENT ON COLUMN v_published.printed_unit IS 'unit as printed';
COMMENT ON COLUMN v_published.reading IS 'our reading, where the string should say something else, storage unit; never the paper''s number';
COMMENT ON COLUMN v_published.reading_kind IS 'scan (the page says something else than its scan) or slip (the page itself is wrong); empty without a reading';
COMMENT ON COLUMN v_published.reading_basis IS 'page (the page itself, another table, errata), identity (sums, ratios) or solver (ours): only a reading of the page counts in a verdict';
COMMENT ON COLUMN v_published.reading_reason IS 'why it is read so';
COMMENT ON COLUMN v_published.at_reference IS 'holds at the model''s reference state';
COMMENT ON COLUMN v_published.temperature_k IS 'temperature [K]';
COMMENT ON COLUMN v_published.volume_bohr3 IS 'volume [bohr3/atom]';
COMMENT ON COLUMN v_published.density_g_cm3 IS 'mass density [g/cm3]';
COMMENT ON COLUMN v_published.structure IS 'crystal structure';
COMMENT ON COLUMN v_published.source IS 'citation key';
COMMENT ON COLUMN v_published.locator IS 'table and place in the source';
COMMENT ON COLUMN v_published.cell IS 'printed cell behind it';
COMMENT ON COLUMN v_published.table_no IS 'table number in the source';
COMMENT ON COLUMN v_published.label IS 'heading in the source';
COMMENT ON COLUMN v_published.digits IS 'significant digits as printed';
COMMENT ON COLUMN v_published.parsed IS 'the number the string says, printed unit';
COMMENT ON COLUMN v_published.note IS 'remark; doubts are stated here';

COMMENT ON VIEW v_cells IS 'all printed cells';
COMMENT ON COLUMN v_cells.id IS 'key of the cell: source, table, element, model, quantity';
COMMENT ON COLUMN v_cells.source IS 'citation key';
COMMENT ON COLUMN v_cells.table_no IS 'table number in the source';
COMMENT ON COLUMN v_cells.line IS 'line of the fact file';
COMMENT ON COLUMN v_cells.element IS 'symbol of the element; NULL where the cell is of none';
COMMENT ON COLUMN v_cells.model IS 'model name theory/variant';
COMMENT ON COLUMN v_cells.label IS 'heading in the source';
COMMENT ON COLUMN v_cells.quantity IS 'symbol in the source';
COMMENT ON COLUMN v_cells.property IS 'property name';
COMMENT ON COLUMN v_cells.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN v_cells.state IS 'where the value holds, as the source says';
COMMENT ON COLUMN v_cells.printed IS 'string as printed';
COMMENT ON COLUMN v_cells.unit IS 'unit of the value';
COMMENT ON COLUMN v_cells.digits IS 'significant digits as printed';
COMMENT ON COLUMN v_cells.step IS 'one unit of the last digit, in the printed unit; of the reading where the page itself gives it';
COMMENT ON COLUMN v_cells.parsed IS 'the number the string says, printed unit';
COMMENT ON COLUMN v_cells.reading IS 'our reading, where the string should say something else, printed unit; never the paper''s number';
COMMENT ON COLUMN v_cells.reading_kind IS 'scan (the page says something else than its scan) or slip (the page itself is wrong); empty without a reading';
COMMENT ON COLUMN v_cells.reading_basis IS 'page (the page itself, another table, errata), identity (sums, ratios) or solver (ours): only a reading of the page counts in a verdict';
COMMENT ON COLUMN v_cells.reading_reason IS 'why it is read so';
COMMENT ON COLUMN v_cells.note IS 'remark; doubts are stated here';
COMMENT ON COLUMN v_cells.role IS 'what the cell is to the catalog';

COMMENT ON VIEW v_sources IS 'citations';
COMMENT ON COLUMN v_sources.key IS 'name of the entry';
COMMENT ON COLUMN v_sources.origin IS 'shipped with the package, or a user''s own';
COMMENT ON COLUMN v_sources.kind IS 'BibTeX entry type';
COMMENT ON COLUMN v_sources.authors IS 'authors, as in the BibTeX entry';
COMMENT ON COLUMN v_sources.year IS 'year of publication';
COMMENT ON COLUMN v_sources.title IS 'title of the work';
COMMENT ON COLUMN v_sources.journal IS 'journal, book or institution';
COMMENT ON COLUMN v_sources.doi IS 'DOI, empty where not known for sure';
COMMENT ON COLUMN v_sources.note IS 'remark; doubts are stated here';
COMMENT ON COLUMN v_sources.bibtex IS 'the BibTeX entry';

COMMENT ON VIEW v_properties IS 'quantities and units';
COMMENT ON COLUMN v_properties.name IS 'property, as it is typed';
COMMENT ON COLUMN v_properties.symbol IS 'symbol';
COMMENT ON COLUMN v_properties.unit IS 'unit of the value';
COMMENT ON COLUMN v_properties.description IS 'definition in one line';
COMMENT ON COLUMN v_properties.origin IS 'what measured energies are counted from; empty where no zero matters';
COMMENT ON COLUMN v_properties.same IS 'what must not differ for a comparison: phase, or also structure';
COMMENT ON COLUMN v_properties.span_k IS 'largest difference in temperature for a comparison [K]; NULL: it does not matter';
COMMENT ON COLUMN v_properties.condition IS 'isothermal or adiabatic, where it matters';

COMMENT ON VIEW v_models IS 'models';
COMMENT ON COLUMN v_models.name IS 'theory/variant';
COMMENT ON COLUMN v_models.theory IS 'theory, the first half of a model name';
COMMENT ON COLUMN v_models.variant IS 'variant, the second half of a model name; empty where the theory has only one';
COMMENT ON COLUMN v_models.title IS 'what the model is, in one line';
COMMENT ON COLUMN v_models.revision IS 'revision of the solver; part of the fingerprint';
COMMENT ON COLUMN v_models.source IS 'citation key';
COMMENT ON COLUMN v_models.is_default IS 'the bare name of the theory means this variant';
COMMENT ON COLUMN v_models.has_solver IS 'whether metaleos computes it';
COMMENT ON COLUMN v_models.settings IS 'numerical settings, JSON';
COMMENT ON COLUMN v_models.origin IS 'what its energies are counted from';
COMMENT ON COLUMN v_models.phase IS 'solid or liquid; empty where it has neither';
COMMENT ON COLUMN v_models.domain IS 'what the model is for, in one line';
COMMENT ON COLUMN v_models.domain_elements IS 'elements that it is for; empty: all that it covers';
COMMENT ON COLUMN v_models.least_compression IS 'from this compression on a state belongs to its domain';
COMMENT ON COLUMN v_models.least_temperature_k IS 'from this temperature on a state belongs to its domain [K]';

COMMENT ON VIEW v_states IS 'states that have current results';
COMMENT ON COLUMN v_states.id IS 'number of the state';
COMMENT ON COLUMN v_states.element IS 'symbol of the element';
COMMENT ON COLUMN v_states.model IS 'model name theory/variant';
COMMENT ON COLUMN v_states.convention IS 'standard or printed';
COMMENT ON COLUMN v_states.is_reference IS 'whether this is the model''s reference state';
COMMENT ON COLUMN v_states.temperature_k IS 'temperature [K]';
COMMENT ON COLUMN v_states.volume_bohr3 IS 'volume [bohr3/atom]';
COMMENT ON COLUMN v_states.density_g_cm3 IS 'mass density [g/cm3]';
COMMENT ON COLUMN v_states.compression IS 'density over the model''s reference density';
COMMENT ON COLUMN v_states.volume_ratio IS 'volume over the model''s reference volume';
COMMENT ON COLUMN v_states.structure IS 'crystal structure';
COMMENT ON COLUMN v_states.axial_ratio IS 'c/a';
COMMENT ON COLUMN v_states.theta IS 'x = Theta/R0 of nud';
COMMENT ON COLUMN v_states.own_variables IS 'state variables that only one theory has, by name';
COMMENT ON COLUMN v_states.run IS 'run identifier';

COMMENT ON VIEW v_results IS 'current results';
COMMENT ON COLUMN v_results.element IS 'symbol of the element';
COMMENT ON COLUMN v_results.model IS 'model name theory/variant';
COMMENT ON COLUMN v_results.convention IS 'standard or printed';
COMMENT ON COLUMN v_results.property IS 'property name';
COMMENT ON COLUMN v_results.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN v_results.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN v_results.unit IS 'unit of the value';
COMMENT ON COLUMN v_results.error_estimate IS 'estimated absolute error, storage unit';
COMMENT ON COLUMN v_results.outcome IS 'ok, or why there is no value';
COMMENT ON COLUMN v_results.reason IS 'one line where the outcome is not ok';
COMMENT ON COLUMN v_results.is_reference IS 'whether this is the model''s reference state';
COMMENT ON COLUMN v_results.temperature_k IS 'temperature [K]';
COMMENT ON COLUMN v_results.volume_bohr3 IS 'volume [bohr3/atom]';
COMMENT ON COLUMN v_results.density_g_cm3 IS 'mass density [g/cm3]';
COMMENT ON COLUMN v_results.compression IS 'density over the model''s reference density';
COMMENT ON COLUMN v_results.volume_ratio IS 'volume over the model''s reference volume';
COMMENT ON COLUMN v_results.structure IS 'crystal structure';
COMMENT ON COLUMN v_results.axial_ratio IS 'c/a';
COMMENT ON COLUMN v_results.theta IS 'x = Theta/R0 of nud';
COMMENT ON COLUMN v_results.own_variables IS 'state variables that only one theory has, by name';
COMMENT ON COLUMN v_results.state IS 'state identifier';
COMMENT ON COLUMN v_results.run IS 'run identifier';

COMMENT ON VIEW v_runs IS 'all runs, also superseded ones';
COMMENT ON COLUMN v_runs.id IS 'number of the run';
COMMENT ON COLUMN v_runs.model IS 'model name theory/variant';
COMMENT ON COLUMN v_runs.element IS 'symbol of the element';
COMMENT ON COLUMN v_runs.convention IS 'standard or printed';
COMMENT ON COLUMN v_runs.revision IS 'revision of the solver; part of the fingerprint';
COMMENT ON COLUMN v_runs.settings IS 'numerical settings, JSON';
COMMENT ON COLUMN v_runs.fingerprint IS 'hash of the input values read, settings and revision';
COMMENT ON COLUMN v_runs.version IS 'package version that ran';
COMMENT ON COLUMN v_runs.started IS 'start, UTC';
COMMENT ON COLUMN v_runs.seconds IS 'duration, shared evenly over the elements of a batch [s]';
COMMENT ON COLUMN v_runs.states IS 'states solved';
COMMENT ON COLUMN v_runs.failed IS 'states without a value';

COMMENT ON VIEW v_run_inputs IS 'inputs that each run read';
COMMENT ON COLUMN v_run_inputs.run IS 'run identifier';
COMMENT ON COLUMN v_run_inputs.name IS 'input name';
COMMENT ON COLUMN v_run_inputs.kind IS 'parameter, constant or observation: where the input was found';
COMMENT ON COLUMN v_run_inputs.value IS 'value in the storage unit of the property';
COMMENT ON COLUMN v_run_inputs.unit IS 'unit of the value';
COMMENT ON COLUMN v_run_inputs.source IS 'citation key';
COMMENT ON COLUMN v_run_inputs.evidence IS 'that of the fact; of a parameter primary (its paper was read) or recalled; empty where no fact of this source is known any more';

COMMENT ON VIEW v_checks IS 'verifications of results';
COMMENT ON COLUMN v_checks.kind IS 'integrity (the model against itself), paper (a printed table), claim (a statement)';
COMMENT ON COLUMN v_checks.name IS 'the identity, table or statement';
COMMENT ON COLUMN v_checks.model IS 'model name theory/variant';
COMMENT ON COLUMN v_checks.element IS 'symbol of the element; * where a check is of all of them';
COMMENT ON COLUMN v_checks.convention IS 'standard or printed';
COMMENT ON COLUMN v_checks.state IS 'state in words';
COMMENT ON COLUMN v_checks.residual IS 'residual of the check';
COMMENT ON COLUMN v_checks.tolerance IS 'tolerance of the check';
COMMENT ON COLUMN v_checks.grade IS 'pass, fail or not_applicable';
COMMENT ON COLUMN v_checks.detail IS 'what was compared';
COMMENT ON COLUMN v_checks.checked IS 'when, UTC';

COMMENT ON VIEW pair IS 'a total of ours beside every measured value of it: the one place where a deviation is computed; private';
COMMENT ON COLUMN pair.state IS 'state identifier';
COMMENT ON COLUMN pair.run IS 'run identifier';
COMMENT ON COLUMN pair.is_reference IS 'whether this is the model''s reference state';
COMMENT ON COLUMN pair.element IS 'symbol of the element';
COMMENT ON COLUMN pair.model IS 'model name theory/variant';
COMMENT ON COLUMN pair.convention IS 'standard or printed';
COMMENT ON COLUMN pair.property IS 'property name';
COMMENT ON COLUMN pair.value IS 'ours, storage unit';
COMMENT ON COLUMN pair.error_estimate IS 'estimated absolute error, storage unit';
COMMENT ON COLUMN pair.outcome IS 'ok, or why there is no value';
COMMENT ON COLUMN pair.structure IS 'crystal structure';
COMMENT ON COLUMN pair.temperature IS 'temperature [K]';
COMMENT ON COLUMN pair.volume IS 'volume [bohr3/atom]';
COMMENT ON COLUMN pair.density IS 'mass density [g/cm3]';
COMMENT ON COLUMN pair.compression IS 'density over the model''s reference density';
COMMENT ON COLUMN pair.phase IS 'solid or liquid; empty where the model has neither';
COMMENT ON COLUMN pair.origin IS 'what its energies are counted from';
COMMENT ON COLUMN pair.outside IS 'why the state lies outside the domain; empty: it does not';
COMMENT ON COLUMN pair.observation IS 'key of the measured value';
COMMENT ON COLUMN pair.position IS 'its place by rank';
COMMENT ON COLUMN pair.observed IS 'measured, storage unit';
COMMENT ON COLUMN pair.uncertainty IS 'uncertainty that the source gives';
COMMENT ON COLUMN pair.observed_temperature IS 'temperature [K]';
COMMENT ON COLUMN pair.observed_phase IS 'phase or structure';
COMMENT ON COLUMN pair.material IS 'form, alloy or isotope';
COMMENT ON COLUMN pair.source IS 'citation key';
COMMENT ON COLUMN pair.printed IS 'string as printed';
COMMENT ON COLUMN pair.evidence IS 'how good it is';
COMMENT ON COLUMN pair.rank IS '1 is preferred';
COMMENT ON COLUMN pair.apart IS 'difference of the temperatures [K]';
COMMENT ON COLUMN pair.published IS 'what the model''s paper printed: value, string, unit, source';
COMMENT ON COLUMN pair.deviation IS 'ours less observed, storage unit; NULL: not comparable or no value';
COMMENT ON COLUMN pair.deviation_percent IS 'ours less observed over the observed value [%]';
COMMENT ON COLUMN pair.deviation_sigma IS 'ours less observed over the combined standard uncertainty; NULL: none is known';
COMMENT ON COLUMN pair.within IS 'lies within the stated uncertainty and our error estimate together; NULL: none is known';
COMMENT ON COLUMN pair.comparable IS 'both are of one thing: origin of energy, phase, temperature, condition';
COMMENT ON COLUMN pair.in_domain IS 'the model is for this element and state';
COMMENT ON COLUMN pair.reason IS 'why there is no value, why the two are not comparable, or why the state lies outside the domain';
COMMENT ON COLUMN pair.published_deviation_percent IS 'the paper''s own value less observed, over the observed value [%]';
COMMENT ON COLUMN pair.recommended IS '1 for the value to compare with';
COMMENT ON COLUMN pair.nearest IS '1 for the comparable value nearest in temperature';

COMMENT ON VIEW v_ingredients IS 'what each ingredient of the convention printed, switched alone, makes of a printed cell';
COMMENT ON COLUMN v_ingredients.cell IS 'key of the printed cell';
COMMENT ON COLUMN v_ingredients.source IS 'citation key';
COMMENT ON COLUMN v_ingredients.table_no IS 'table number in the source';
COMMENT ON COLUMN v_ingredients.element IS 'symbol of the element';
COMMENT ON COLUMN v_ingredients.model IS 'our model that yields it';
COMMENT ON COLUMN v_ingredients.quantity IS 'symbol in the source';
COMMENT ON COLUMN v_ingredients.printed IS 'string as printed';
COMMENT ON COLUMN v_ingredients.unit IS 'unit as printed, of all numbers here';
COMMENT ON COLUMN v_ingredients.ingredient IS 'ingredient of printed';
COMMENT ON COLUMN v_ingredients.text IS 'what it is, in one clause';
COMMENT ON COLUMN v_ingredients.standard IS 'ours in the convention standard when the data were made';
COMMENT ON COLUMN v_ingredients.switched IS 'ours in standard with this ingredient of printed';
COMMENT ON COLUMN v_ingredients.moved IS 'by how much it moves the cell; NULL where one of the two has no value';
COMMENT ON COLUMN v_ingredients.stale IS 'whether what the model reads of the element has changed since';

COMMENT ON VIEW v_verdicts IS 'verdicts on printed cells: what each is beside our values';
COMMENT ON COLUMN v_verdicts.cell IS 'key of the printed cell';
COMMENT ON COLUMN v_verdicts.source IS 'citation key';
COMMENT ON COLUMN v_verdicts.table_no IS 'table number in the source';
COMMENT ON COLUMN v_verdicts.element IS 'symbol of the element; NULL where the cell is of none';
COMMENT ON COLUMN v_verdicts.model IS 'model name theory/variant, as the paper heads it';
COMMENT ON COLUMN v_verdicts.quantity IS 'symbol in the source';
COMMENT ON COLUMN v_verdicts.property IS 'property name';
COMMENT ON COLUMN v_verdicts.term IS 'part of the property; total is the whole';
COMMENT ON COLUMN v_verdicts.state IS 'where the value holds, as the source says';
COMMENT ON COLUMN v_verdicts.printed IS 'string as printed';
COMMENT ON COLUMN v_verdicts.unit IS 'unit as printed, of all numbers here';
COMMENT ON COLUMN v_verdicts.verdict IS 'reproduced, fitted, explained, described, disagrees; input, observed, not_modelled';
COMMENT ON COLUMN v_verdicts.kind IS 'by what: digits, printed, an ingredient, misprint, a pattern';
COMMENT ON COLUMN v_verdicts.reason IS 'why, in one line';
COMMENT ON COLUMN v_verdicts.standard IS 'ours in the convention standard, printed unit';
COMMENT ON COLUMN v_verdicts.as_printed IS 'ours in the convention printed, printed unit';
COMMENT ON COLUMN v_verdicts.deviation IS 'ours (printed, else standard) less the printed number or its correction by the page';
COMMENT ON COLUMN v_verdicts.deviation_percent IS 'the deviation in per cent of the printed number';
COMMENT ON COLUMN v_verdicts.tolerance IS 'what the rounding of the paper leaves open, its wider side, and the spread';
COMMENT ON COLUMN v_verdicts.spread IS 'what half a last digit of the printed inputs leaves open, in quadrature';
COMMENT ON COLUMN v_verdicts.standard_run IS 'run that read the inputs of standard';
COMMENT ON COLUMN v_verdicts.printed_run IS 'run that read the inputs of printed';
COMMENT ON COLUMN v_verdicts.rules IS 'revision of the rules';
