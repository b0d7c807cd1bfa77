-- A ledger as the first version of the tables wrote it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
	seq INTEGER NOT NULL, 
	t_s FLOAT NOT NULL, 
	command_id VARCHAR(64) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	subject VARCHAR(128) NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	desk VARCHAR(64) NOT NULL, 
	body TEXT NOT NULL, 
	prev_hash VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (command_id)
);
INSERT INTO "audit" VALUES(1,1000.0,'c0','mark','drift-1','李','一号席','{"alert":{"rule":"drift"},"mark":"acknowledge","reason":""}','0000000000000000000000000000000000000000000000000000000000000000','a97859cdd6edade062aeb63aac77f838b122c9aff2dba9ca1d92e637fca4d171');
INSERT INTO "audit" VALUES(2,1001.0,'c1','note','alert:drift-1','李','一号席','{"text":"已呼叫 16 频道"}','a97859cdd6edade062aeb63aac77f838b122c9aff2dba9ca1d92e637fca4d171','2f0e2b9648c41d60c1b1c89389416f2378f66197ab32abeb8a516e99d12642e2');
INSERT INTO "audit" VALUES(3,1002.0,'c2','zone','z','李','一号席','{"feature":{"geometry":null,"properties":{"id":"z"},"type":"Feature"}}','2f0e2b9648c41d60c1b1c89389416f2378f66197ab32abeb8a516e99d12642e2','53a06ff2bc56569ec947bc3e3a006d6ba0efe63c3193b963867592bb99f326db');
INSERT INTO "audit" VALUES(4,1003.0,'c3','zone','z','李','一号席','{"feature":{"geometry":null,"properties":{"id":"z","kind":"no_entry"},"type":"Feature"}}','53a06ff2bc56569ec947bc3e3a006d6ba0efe63c3193b963867592bb99f326db','d3eeb7e23616202726a7a404121bc2a3a71cd27eeeee944a8616c4e37cf52bf1');
INSERT INTO "audit" VALUES(5,1004.0,'c4','watch','412345678','李','一号席','{"name":"浙普渔 1","reason":"走私"}','d3eeb7e23616202726a7a404121bc2a3a71cd27eeeee944a8616c4e37cf52bf1','8300e285fd1ecb3d79a147a0855003a283e08f274ef79b176e85c2683f6412c3');
INSERT INTO "audit" VALUES(6,1005.0,'c5','watch','412345679','李','一号席','{"name":"","reason":"走私"}','8300e285fd1ecb3d79a147a0855003a283e08f274ef79b176e85c2683f6412c3','d5c75a62680f470131e8dcadb18135d6d6d32d84b63f57241a527c041aa56ae8');
INSERT INTO "audit" VALUES(7,1006.0,'c6','unwatch','412345679','李','一号席','{"reason":"查无"}','d5c75a62680f470131e8dcadb18135d6d6d32d84b63f57241a527c041aa56ae8','2b20e48b11b593d3818cd43a7201480ce293c4601393159c5e2412e8d4492eb0');
INSERT INTO "audit" VALUES(8,1007.0,'c7','zone','y','李','一号席','{"feature":{"geometry":null,"properties":{"id":"z"},"type":"Feature"}}','2b20e48b11b593d3818cd43a7201480ce293c4601393159c5e2412e8d4492eb0','3ec9ae43b3ad31ba0add7a64d628af429bce208b04263a57e670101bf6ce61e8');
INSERT INTO "audit" VALUES(9,1008.0,'c8','zone_end','y','李','一号席','{"reason":"演习结束"}','3ec9ae43b3ad31ba0add7a64d628af429bce208b04263a57e670101bf6ce61e8','a13d10220e9fd5fc8094c73e008718eac7c8c6a4315ae91dc77eab231a57f2aa');
INSERT INTO "audit" VALUES(10,1009.0,'c9','mark','drift-1','李','一号席','{"alert":{"rule":"drift"},"mark":"true","reason":""}','a13d10220e9fd5fc8094c73e008718eac7c8c6a4315ae91dc77eab231a57f2aa','13d8c7b362f50bb5c73e902e996b014643acf6ed0a51ffd96ed4ef2d58efa9b9');
INSERT INTO "audit" VALUES(11,1010.0,'c10','hand_over','2026-11-23T08:00Z','李','一号席','{"text":"无事","to":"王"}','13d8c7b362f50bb5c73e902e996b014643acf6ed0a51ffd96ed4ef2d58efa9b9','e2bb82ba68d8b6b73bce7eaef645d1fc6bcd9ae2a29e52b36f807e3dcc073507');
CREATE TABLE hand_overs (
	seq INTEGER NOT NULL, 
	subject VARCHAR(128) NOT NULL, 
	t_s FLOAT NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	"to" VARCHAR(64) NOT NULL, 
	text TEXT, 
	PRIMARY KEY (seq)
);
INSERT INTO "hand_overs" VALUES(11,'2026-11-23T08:00Z',1010.0,'李','王','无事');
CREATE TABLE marks (
	seq INTEGER NOT NULL, 
	subject VARCHAR(128) NOT NULL, 
	t_s FLOAT NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	mark VARCHAR(16) NOT NULL, 
	reason TEXT, 
	PRIMARY KEY (seq)
);
INSERT INTO "marks" VALUES(1,'drift-1',1000.0,'李','acknowledge','');
INSERT INTO "marks" VALUES(10,'drift-1',1009.0,'李','true','');
CREATE TABLE notes (
	seq INTEGER NOT NULL, 
	subject VARCHAR(128) NOT NULL, 
	t_s FLOAT NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "notes" VALUES(2,'alert:drift-1',1001.0,'李','已呼叫 16 频道');
CREATE TABLE watched (
	mmsi VARCHAR(128) NOT NULL, 
	seq INTEGER NOT NULL, 
	t_s FLOAT NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	reason TEXT, 
	name TEXT, 
	PRIMARY KEY (mmsi), 
	UNIQUE (seq)
);
INSERT INTO "watched" VALUES('412345678',5,1004.0,'李','走私','浙普渔 1');
CREATE TABLE zones (
	id VARCHAR(128) NOT NULL, 
	seq INTEGER NOT NULL, 
	t_s FLOAT NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	feature JSON NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (seq)
);
INSERT INTO "zones" VALUES('z',4,1003.0,'李','{"type": "Feature", "properties": {"id": "z", "kind": "no_entry"}, "geometry": null}');
CREATE INDEX ix_audit_subject ON audit (subject);
CREATE INDEX ix_marks_subject ON marks (subject);
CREATE INDEX ix_notes_subject ON notes (subject);
CREATE INDEX ix_hand_overs_subject ON hand_overs (subject);
CREATE TRIGGER audit_keeps_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_keeps_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
COMMIT;
