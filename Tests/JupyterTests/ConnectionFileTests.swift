import JSONText
import Jupyter
import Testing
import ZeroMQ

private let plain: [String: JSON] = [
  "transport": "tcp", "ip": "127.0.0.1", "key": "k", "signature_scheme": "hmac-sha256",
  "shell_port": 5001, "iopub_port": 5002, "stdin_port": 5003, "control_port": 5004,
  "hb_port": 5005, "kernel_name": "dephn",
]

private func file(_ changes: [String: JSON]) -> JSON {
  .object(plain.merging(changes) { $1 })
}

@Test func portsOfTheTCPTransport() throws {
  let connection = try ConnectionFile(file([:]))
  #expect(connection.endpoint(of: .shell) == "tcp://127.0.0.1:5001")
  #expect(connection.endpoint(of: .publisher) == "tcp://127.0.0.1:5002")
  #expect(connection.endpoint(of: .input) == "tcp://127.0.0.1:5003")
  #expect(connection.endpoint(of: .control) == "tcp://127.0.0.1:5004")
  #expect(connection.endpoint(of: .heartbeat) == "tcp://127.0.0.1:5005")
  #expect(connection.curveKeys == nil)
}

@Test(arguments: [
  ("localhost", "tcp://127.0.0.1:5001"), ("0.0.0.0", "tcp://0.0.0.0:5001"), ("*", "tcp://*:5001"),
])
func namesOfMachinesAreResolved(address: String, endpoint: String) throws {
  #expect(try ConnectionFile(file(["ip": .string(address)])).endpoint(of: .shell) == endpoint)
}

@Test func nameThatNoMachineHasIsAnError() {
  #expect(throws: ConnectionFileError.self) {
    try ConnectionFile(file(["ip": "no such machine"]))
  }
}

@Test func pathsOfTheIPCTransport() throws {
  let connection = try ConnectionFile(
    file(["transport": "ipc", "ip": "/run/kernel-ipc", "shell_port": 1]))
  #expect(connection.endpoint(of: .shell) == "ipc:///run/kernel-ipc-1")
}

@Test func keysOfAnEncryptedKernel() throws {
  let keys = try CurveKeys.random()
  #expect(keys.publicKey.count == 40)
  let connection = try ConnectionFile(
    file([
      "curve_publickey": .string(keys.publicKey), "curve_secretkey": .string(keys.secretKey),
    ]))
  #expect(connection.curveKeys == keys)
}

@Test(
  arguments: [
    (["ip": .null], "The connection file has no usable 'ip'."),
    (["shell_port": "5001"], "The connection file has no usable 'shell_port'."),
    (["iopub_port": 0], "The connection file has no usable 'iopub_port'."),
    (["hb_port": 65536], "The connection file has no usable 'hb_port'."),
    (["transport": "udp"], "The transport 'udp' is neither tcp nor ipc."),
    (
      ["signature_scheme": "none"],
      "The signature scheme 'none' is neither hmac-sha256 nor hmac-sha512."
    ),
    (
      ["curve_publickey": "short"],
      "An encrypted kernel needs 'curve_publickey' and 'curve_secretkey', 40 characters each."
    ),
  ] as [([String: JSON], String)])
func errorsNameWhatIsUnusable(changes: [String: JSON], sentence: String) {
  let error = #expect(throws: ConnectionFileError.self) { try ConnectionFile(file(changes)) }
  #expect(error?.description == sentence)
}

@Test func missingFileIsNamed() {
  let error = #expect(throws: ConnectionFileError.self) {
    try ConnectionFile(path: "/nowhere/kernel.json")
  }
  #expect(error?.description == "The connection file '/nowhere/kernel.json' cannot be read.")
}
