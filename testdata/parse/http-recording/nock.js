let nock = require('nock');

nock('https://fabrikam.vault.azure.net:443', {"encodedQueryParams":true})
  .get('/secrets/db')
  .query({"api-version":"7.4"})
  .reply(401, {"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}}, [
  'Cache-Control',
  'no-cache',
  'x-ms-keyvault-network-info',
  'conn_type=Ipv4;addr=20.1.2.3;act_addr_fam=InterNetwork;'
]);
