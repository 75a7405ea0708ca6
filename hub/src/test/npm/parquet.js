// Reads a Parquet file by hyparquet and prints one line of JSON for each row.
// node parquet.js FILE
(async () => {
  const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet');
  const file = await asyncBufferFromFile(process.argv[2]);
  for (const row of await parquetReadObjects({ file })) {
    console.log(JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? Number(v) : v)));
  }
})().catch((error) => {
  console.log(`error ${error.message}`);
  process.exit(1);
});
