BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('dc11669786a5');
CREATE TABLE "datasets" (
	dataset_uuid VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(500) NOT NULL, 
	digest VARCHAR(36) NOT NULL, 
	dataset_source_type VARCHAR(36) NOT NULL, 
	dataset_source TEXT NOT NULL, 
	dataset_schema TEXT, 
	dataset_profile TEXT, 
	CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest), 
	CONSTRAINT fk_datasets_experiment_id_experiments FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id) ON DELETE CASCADE
);
INSERT INTO "datasets" VALUES('e0d7f9cc1db940a89ab794eacd939f16',1,'customers','764dd584','code','{"tags": {"mlflow.user": "root", "mlflow.source.name": "train.py", "mlflow.source.type": "LOCAL", "mlflow.source.git.commit": "397bcb2f0b2575d39189fe029bcbcd865d6ddb07", "mlflow.source.git.branch": "master"}}','{"mlflow_colspec": [{"type": "long", "name": "age", "required": true}, {"type": "long", "name": "left", "required": true}]}','{"num_rows": 3, "num_elements": 6}');
CREATE TABLE "experiments" (
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	artifact_location VARCHAR(256), 
	lifecycle_stage VARCHAR(32), 
	creation_time BIGINT, 
	last_update_time BIGINT, 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT experiment_pk PRIMARY KEY (experiment_id), 
	CONSTRAINT experiments_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT uq_experiments_workspace_name UNIQUE (workspace, name)
);
INSERT INTO "experiments" VALUES(0,'Default','/tmp/tmpio296n2r/mlruns/0','active',1795494463718,1795494463718,'default');
INSERT INTO "experiments" VALUES(1,'churn','/tmp/tmpio296n2r/mlruns/1','active',1795494463725,1795494463725,'default');
CREATE TABLE input_tags (
	input_uuid VARCHAR(36) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	value VARCHAR(500) NOT NULL, 
	CONSTRAINT input_tags_pk PRIMARY KEY (input_uuid, name)
);
INSERT INTO "input_tags" VALUES('052bebf835f34cfdad38c6933ca42de4','mlflow.data.context','training');
INSERT INTO "input_tags" VALUES('4e759259bffc474daf3f64b8e6473cbd','mlflow.data.context','training');
CREATE TABLE inputs (
	input_uuid VARCHAR(36) NOT NULL, 
	source_type VARCHAR(36) NOT NULL, 
	source_id VARCHAR(36) NOT NULL, 
	destination_type VARCHAR(36) NOT NULL, 
	destination_id VARCHAR(36) NOT NULL, step BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT inputs_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id)
);
INSERT INTO "inputs" VALUES('052bebf835f34cfdad38c6933ca42de4','DATASET','e0d7f9cc1db940a89ab794eacd939f16','RUN','da1fcfd9fca842558c1ab56e30c03f1f',0);
INSERT INTO "inputs" VALUES('4e759259bffc474daf3f64b8e6473cbd','DATASET','e0d7f9cc1db940a89ab794eacd939f16','RUN','9e45eee668f5440195fbc3651618daa4',0);
CREATE TABLE "metrics" (
	"key" VARCHAR(250) NOT NULL, 
	value FLOAT NOT NULL, 
	timestamp BIGINT NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	step BIGINT DEFAULT '0' NOT NULL, 
	is_nan BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT metric_pk PRIMARY KEY ("key", timestamp, step, run_uuid, value, is_nan), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid), 
	CHECK (is_nan IN (0, 1))
);
INSERT INTO "metrics" VALUES('val/auc',0.5,1735732800000,'da1fcfd9fca842558c1ab56e30c03f1f',0,0);
INSERT INTO "metrics" VALUES('val/auc',0.6,1735732800001,'da1fcfd9fca842558c1ab56e30c03f1f',1,0);
INSERT INTO "metrics" VALUES('val/auc',0.7,1735732800002,'da1fcfd9fca842558c1ab56e30c03f1f',2,0);
INSERT INTO "metrics" VALUES('val/auc',0.8,1735732800003,'da1fcfd9fca842558c1ab56e30c03f1f',3,0);
INSERT INTO "metrics" VALUES('loss',0.0,1735732800000,'da1fcfd9fca842558c1ab56e30c03f1f',0,1);
INSERT INTO "metrics" VALUES('val/auc',0.5,1735732800000,'9e45eee668f5440195fbc3651618daa4',0,0);
INSERT INTO "metrics" VALUES('val/auc',0.51,1735732800001,'9e45eee668f5440195fbc3651618daa4',1,0);
INSERT INTO "metrics" VALUES('val/auc',0.52,1735732800002,'9e45eee668f5440195fbc3651618daa4',2,0);
INSERT INTO "metrics" VALUES('val/auc',0.53,1735732800003,'9e45eee668f5440195fbc3651618daa4',3,0);
INSERT INTO "metrics" VALUES('loss',0.0,1735732800000,'9e45eee668f5440195fbc3651618daa4',0,1);
INSERT INTO "metrics" VALUES('loss',1.5,1735732800000,'1250cac9212a48e681bd8d084b4e4dc4',7,0);
INSERT INTO "metrics" VALUES('loss',1.79769313486231562234e+308,1735732800000,'697da167ead7414ca3925c5eddb4d403',1,0);
CREATE TABLE "model_versions" (
	name VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	creation_time BIGINT, 
	last_updated_time BIGINT, 
	description VARCHAR(5000), 
	user_id VARCHAR(256), 
	current_stage VARCHAR(20), 
	source VARCHAR(500), 
	run_id VARCHAR(32), 
	status VARCHAR(20), 
	status_message VARCHAR(500), 
	run_link VARCHAR(500), 
	storage_location VARCHAR(500), 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT model_version_pk PRIMARY KEY (workspace, name, version), 
	CONSTRAINT fk_model_versions_registered_models FOREIGN KEY(workspace, name) REFERENCES registered_models (workspace, name) ON UPDATE CASCADE
);
INSERT INTO "model_versions" VALUES('churn-model',1,1795494463860,1795494463860,NULL,NULL,'None','runs:/da1fcfd9fca842558c1ab56e30c03f1f/model','da1fcfd9fca842558c1ab56e30c03f1f','READY',NULL,NULL,'runs:/da1fcfd9fca842558c1ab56e30c03f1f/model','default');
INSERT INTO "model_versions" VALUES('churn-model',2,1795494463907,1795494463907,NULL,NULL,'None','runs:/9e45eee668f5440195fbc3651618daa4/model','9e45eee668f5440195fbc3651618daa4','READY',NULL,NULL,'runs:/9e45eee668f5440195fbc3651618daa4/model','default');
CREATE TABLE "params" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000) NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "params" VALUES('lr','0.1','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "params" VALUES('model.depth','3','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "params" VALUES('lr','0.01','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "params" VALUES('model.depth','3','9e45eee668f5440195fbc3651618daa4');
CREATE TABLE "registered_model_aliases" (
	alias VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT registered_model_alias_pk PRIMARY KEY (workspace, name, alias), 
	CONSTRAINT fk_registered_model_aliases_registered_models FOREIGN KEY(workspace, name) REFERENCES registered_models (workspace, name) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "registered_model_aliases" VALUES('champion',2,'churn-model','default');
CREATE TABLE "registered_models" (
	name VARCHAR(256) NOT NULL, 
	creation_time BIGINT, 
	last_updated_time BIGINT, 
	description VARCHAR(5000), 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT registered_model_pk PRIMARY KEY (workspace, name)
);
INSERT INTO "registered_models" VALUES('churn-model',1795494463855,1795494463907,NULL,'default');
CREATE TABLE "runs" (
	run_uuid VARCHAR(32) NOT NULL, 
	name VARCHAR(250), 
	source_type VARCHAR(20), 
	source_name VARCHAR(500), 
	entry_point_name VARCHAR(50), 
	user_id VARCHAR(256), 
	status VARCHAR(9), 
	start_time BIGINT, 
	end_time BIGINT, 
	source_version VARCHAR(50), 
	lifecycle_stage VARCHAR(20), 
	artifact_uri VARCHAR(200), 
	experiment_id INTEGER, deleted_time BIGINT, 
	CONSTRAINT run_pk PRIMARY KEY (run_uuid), 
	CONSTRAINT runs_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT source_type CHECK (source_type IN ('NOTEBOOK', 'JOB', 'LOCAL', 'UNKNOWN', 'PROJECT')), 
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CHECK (status IN ('SCHEDULED', 'FAILED', 'FINISHED', 'RUNNING', 'KILLED'))
);
INSERT INTO "runs" VALUES('da1fcfd9fca842558c1ab56e30c03f1f','lr 0.1','UNKNOWN','','','root','FINISHED',1795494463785,1795494463838,'','active','/tmp/tmpio296n2r/mlruns/1/da1fcfd9fca842558c1ab56e30c03f1f/artifacts',1,NULL);
INSERT INTO "runs" VALUES('9e45eee668f5440195fbc3651618daa4','lr 0.01','UNKNOWN','','','root','FINISHED',1795494463869,1795494463903,'','active','/tmp/tmpio296n2r/mlruns/1/9e45eee668f5440195fbc3651618daa4/artifacts',1,NULL);
INSERT INTO "runs" VALUES('1250cac9212a48e681bd8d084b4e4dc4','thrown away','UNKNOWN','','','root','FINISHED',1795494463924,1795494463934,'','deleted','/tmp/tmpio296n2r/mlruns/1/1250cac9212a48e681bd8d084b4e4dc4/artifacts',1,1795494463939);
INSERT INTO "runs" VALUES('2c27b304d4034727995d90a2ea84fdbd','broken','UNKNOWN','','','root','FAILED',1795494463942,1795494463948,'','active','/tmp/tmpio296n2r/mlruns/1/2c27b304d4034727995d90a2ea84fdbd/artifacts',1,NULL);
INSERT INTO "runs" VALUES('697da167ead7414ca3925c5eddb4d403','busy','UNKNOWN','','','root','RUNNING',1795494463952,NULL,'','active','/tmp/tmpio296n2r/mlruns/1/697da167ead7414ca3925c5eddb4d403/artifacts',1,NULL);
CREATE TABLE "tags" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000), 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT tag_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "tags" VALUES('mlflow.user','root','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "tags" VALUES('mlflow.source.name','train.py','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "tags" VALUES('mlflow.source.git.commit','397bcb2f0b2575d39189fe029bcbcd865d6ddb07','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "tags" VALUES('mlflow.source.git.branch','master','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "tags" VALUES('mlflow.runName','lr 0.1','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "tags" VALUES('team','growth','da1fcfd9fca842558c1ab56e30c03f1f');
INSERT INTO "tags" VALUES('mlflow.user','root','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "tags" VALUES('mlflow.source.name','train.py','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "tags" VALUES('mlflow.source.git.commit','397bcb2f0b2575d39189fe029bcbcd865d6ddb07','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "tags" VALUES('mlflow.source.git.branch','master','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "tags" VALUES('mlflow.runName','lr 0.01','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "tags" VALUES('team','growth','9e45eee668f5440195fbc3651618daa4');
INSERT INTO "tags" VALUES('mlflow.user','root','1250cac9212a48e681bd8d084b4e4dc4');
INSERT INTO "tags" VALUES('mlflow.source.name','train.py','1250cac9212a48e681bd8d084b4e4dc4');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','1250cac9212a48e681bd8d084b4e4dc4');
INSERT INTO "tags" VALUES('mlflow.source.git.commit','397bcb2f0b2575d39189fe029bcbcd865d6ddb07','1250cac9212a48e681bd8d084b4e4dc4');
INSERT INTO "tags" VALUES('mlflow.source.git.branch','master','1250cac9212a48e681bd8d084b4e4dc4');
INSERT INTO "tags" VALUES('mlflow.runName','thrown away','1250cac9212a48e681bd8d084b4e4dc4');
INSERT INTO "tags" VALUES('mlflow.user','root','2c27b304d4034727995d90a2ea84fdbd');
INSERT INTO "tags" VALUES('mlflow.source.name','train.py','2c27b304d4034727995d90a2ea84fdbd');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','2c27b304d4034727995d90a2ea84fdbd');
INSERT INTO "tags" VALUES('mlflow.source.git.commit','397bcb2f0b2575d39189fe029bcbcd865d6ddb07','2c27b304d4034727995d90a2ea84fdbd');
INSERT INTO "tags" VALUES('mlflow.source.git.branch','master','2c27b304d4034727995d90a2ea84fdbd');
INSERT INTO "tags" VALUES('mlflow.runName','broken','2c27b304d4034727995d90a2ea84fdbd');
INSERT INTO "tags" VALUES('mlflow.user','root','697da167ead7414ca3925c5eddb4d403');
INSERT INTO "tags" VALUES('mlflow.source.name','train.py','697da167ead7414ca3925c5eddb4d403');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','697da167ead7414ca3925c5eddb4d403');
INSERT INTO "tags" VALUES('mlflow.source.git.commit','397bcb2f0b2575d39189fe029bcbcd865d6ddb07','697da167ead7414ca3925c5eddb4d403');
INSERT INTO "tags" VALUES('mlflow.source.git.branch','master','697da167ead7414ca3925c5eddb4d403');
INSERT INTO "tags" VALUES('mlflow.runName','busy','697da167ead7414ca3925c5eddb4d403');
CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);
CREATE INDEX index_inputs_destination_type_destination_id_source_type ON inputs (destination_type, destination_id, source_type);
CREATE INDEX index_inputs_input_uuid ON inputs (input_uuid);
CREATE INDEX index_params_run_uuid ON params (run_uuid);
CREATE INDEX index_tags_run_uuid ON tags (run_uuid);
CREATE INDEX index_datasets_dataset_uuid ON datasets (dataset_uuid);
CREATE INDEX index_datasets_experiment_id_dataset_source_type ON datasets (experiment_id, dataset_source_type);
CREATE INDEX idx_experiments_workspace ON experiments (workspace);
CREATE INDEX idx_registered_models_workspace ON registered_models (workspace);
CREATE INDEX idx_experiments_workspace_creation_time ON experiments (workspace, creation_time);
CREATE INDEX index_metrics_run_uuid_key_step ON metrics (run_uuid, "key", step);
COMMIT;
