#! 2026-10-20 diego Refresh the flag export
#? quiet
{
 "meta": {
  "api-version": "1.1",
  "_last-serial": "40411242"
 },
 "name": "click",
 "files": [
  {
   "filename": "click-8.1.7-py3-none-any.whl",
   "upload-time": "2023-08-17T17:29:10.080169Z",
   "yanked": false
  },
  {
   "filename": "click-8.1.8-py3-none-any.whl",
   "upload-time": "2024-12-21T18:38:41.666429Z",
   "yanked": false
  },
  {
   "filename": "click-8.2.0-py3-none-any.whl",
   "upload-time": "2025-05-10T22:21:01.352121Z",
   "yanked": false
  },
  {
   "filename": "click-8.2.1-py3-none-any.whl",
   "upload-time": "2025-05-20T23:19:47.796919Z",
   "yanked": false
  },
  {
   "filename": "click-8.2.2-py3-none-any.whl",
   "upload-time": "2025-08-02T02:23:39.299515Z",
   "yanked": "Unintended change in behavior of boolean options and None"
  },
  {
   "filename": "click-8.3.0-py3-none-any.whl",
   "upload-time": "2025-09-18T17:32:22.420001Z",
   "yanked": false
  },
  {
   "filename": "click-8.3.1-py3-none-any.whl",
   "upload-time": "2025-11-15T20:45:41.139301Z",
   "yanked": false
  },
  {
   "filename": "click-8.3.2-py3-none-any.whl",
   "upload-time": "2026-04-03T19:14:43.505844Z",
   "yanked": false
  },
  {
   "filename": "click-8.3.3-py3-none-any.whl",
   "upload-time": "2026-04-22T15:11:25.044919Z",
   "yanked": false
  },
  {
   "filename": "click-8.4.0-py3-none-any.whl",
   "upload-time": "2026-05-17T00:47:56.842423Z",
   "yanked": false
  },
  {
   "filename": "click-8.4.1-py3-none-any.whl",
   "upload-time": "2026-05-22T04:08:35.260922Z",
   "yanked": false
  },
  {
   "filename": "click-8.4.2-py3-none-any.whl",
   "upload-time": "2026-06-24T17:45:13.730054Z",
   "yanked": false
  },
  {
   "filename": "click-8.5.0-py3-none-any.whl",
   "upload-time": "2026-08-26T13:33:12.928043Z",
   "yanked": false
  }
 ]
}
