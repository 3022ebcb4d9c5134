from evidently import Report
from evidently.presets import DataDriftPreset
from evidently.test_suite import TestSuite
from evidently.tests import TestColumnDrift, TestNumberOfMissingValues

report = Report([DataDriftPreset(drift_share=0.3)])
suite = TestSuite(tests=[TestColumnDrift(column_name="age", stattest="psi"), TestNumberOfMissingValues(lt=5)])
