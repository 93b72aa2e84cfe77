// Package credentials knows who uploads: accounts on X, where their keys lie, how a person signs in, and how a request
// is signed.
//
// An [Account] has a name and an [Auth], which is how it proves to X in whose name a request comes: [Keys] of OAuth 1.0a.
// Keys are of type [Secret], which prints itself as "[redacted]" wherever it is formatted, logged or encoded.
//
// Accounts lie in a [Store]: [Keyring] keeps them in the keyring of the operating system, [Memory] until the program
// ends; there is none that writes files. The [Book] joins both, and the HOIST_ variables ([FromEnvironment]) for scripts.
//
// A person comes in by one of these ways:
//
//   - [Begin]: they allow the app on X's page, and the browser brings the answer to a [Callback] on this computer, or they
//     paste the address on which it ended, or type the PIN that X shows
//   - [Check]: they have all four keys, and X says whose they are
//   - [ReadFile]: the keys are in a file of twurl or xurl
//
// [Signer] turns an account into the func(http.RoundTripper) http.RoundTripper that package upload takes, and lets nothing
// but requests to X be signed. Auth is the seam at which another way of signing, such as OAuth 2.0, can stand.
//
// Every call that talks to a keyring or to X can wait for a person or a network: never make one on the goroutine of
// the window. What fails is an [*Error] whose [Kind] package ui/messages turns into words; when the context of the
// caller ends first, its own error comes back. No error text holds a key, a token or a PIN.
package credentials
