// A provider of OpenID Connect for the tests: oidc-provider (certified), with its plain log-in form for developers.
// Arguments: its port, its issuer, and the client and the keys as JSON.
import {Provider} from "oidc-provider"

const [port, issuer, client, jwks] = process.argv.slice(2)
const provider = new Provider(issuer, {
  clients: [JSON.parse(client)],
  jwks: JSON.parse(jwks),
  cookies: {keys: ["only a test"]},
  pkce: {required: () => true},
  findAccount: (_context, id) => ({accountId: id, claims: () => ({sub: id})}),
  // Everything that the client asks for is granted, so that there is no second form.
  loadExistingGrant: async (context) => {
    const {client: asking, session} = context.oidc
    const grant = new provider.Grant({clientId: asking.clientId, accountId: session.accountId})
    grant.addOIDCScope("openid")
    await grant.save()
    return grant
  },
})
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"))
