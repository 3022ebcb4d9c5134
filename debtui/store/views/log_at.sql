-- Commits that had landed by then, merges and programs included.
SELECT
    landed_commit.position, landed_commit.commit_id, landed_commit.person, landed_commit.bot, landed_commit.committed,
    landed_commit.landed, landed_commit.merge, landed_commit.files, landed_commit.subject
FROM landed_commit
JOIN commit_at ON landed_commit.landed <= commit_at.seq
