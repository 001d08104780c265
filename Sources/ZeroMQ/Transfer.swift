import CZeroMQ

/// A message: one or more frames of bytes.
package typealias Frames = [[UInt8]]

extension Socket {
  /// Sends one message; returns when libzmq has queued it.
  package func send(_ frames: Frames) throws(ZeroMQError) {
    for (position, frame) in frames.enumerated() {
      let flags = position + 1 < frames.count ? ZMQ_SNDMORE : 0
      try retrying { zmq_send(handle, frame, frame.count, flags) }
    }
  }

  /// Sends one message, unless a receiver's queue is full; false if it is.
  package func sendIfPossible(_ frames: Frames) throws(ZeroMQError) -> Bool {
    do throws(ZeroMQError) {
      for (position, frame) in frames.enumerated() {
        let flags = ZMQ_DONTWAIT | (position + 1 < frames.count ? ZMQ_SNDMORE : 0)
        try retrying { zmq_send(handle, frame, frame.count, flags) }
      }
      return true
    } catch {
      if error.isFullQueue { return false }
      throw error
    }
  }

  /// Waits for one message.
  package func receive() throws(ZeroMQError) -> Frames {
    var frames = [try receiveFrame()]
    while try hasMoreFrames() { frames.append(try receiveFrame()) }
    return frames
  }

  /// Waits at most `milliseconds` for one message; nil if none comes.
  package func receive(within milliseconds: Int) throws(ZeroMQError) -> Frames? {
    try waitForInput(self, within: milliseconds) ? receive() : nil
  }

  private func receiveFrame() throws(ZeroMQError) -> [UInt8] {
    var message = zmq_msg_t()
    zmq_msg_init(&message)
    defer { zmq_msg_close(&message) }
    try retrying { zmq_msg_recv(&message, handle, 0) }
    guard let start = zmq_msg_data(&message) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: zmq_msg_size(&message)))
  }

  private func hasMoreFrames() throws(ZeroMQError) -> Bool {
    var more: Int32 = 0
    var size = MemoryLayout<Int32>.size
    try retrying { zmq_getsockopt(handle, ZMQ_RCVMORE, &more, &size) }
    return more == 1
  }
}

/// Waits until `socket` has a message, at most `milliseconds` (-1: without limit); false if it has none.
package func waitForInput(
  _ socket: borrowing Socket, within milliseconds: Int = -1
) throws(ZeroMQError) -> Bool {
  var items = [pollItem(of: socket.handle)]
  try retrying { zmq_poll(&items, 1, milliseconds) }
  return items[0].revents != 0
}

/// Waits until one of two sockets has a message, at most `milliseconds` (-1: without limit).
package func waitForInput(
  _ first: borrowing Socket, _ second: borrowing Socket, within milliseconds: Int = -1
) throws(ZeroMQError) -> (first: Bool, second: Bool) {
  var items = [pollItem(of: first.handle), pollItem(of: second.handle)]
  try retrying { zmq_poll(&items, 2, milliseconds) }
  return (items[0].revents != 0, items[1].revents != 0)
}

/// Returns every message that `socket` receives to its sender, until the context ends.
package func echo(on socket: borrowing Socket) throws(ZeroMQError) {
  let handle = socket.handle
  try retrying { zmq_proxy(handle, handle, nil) }
}

private func pollItem(of handle: UnsafeMutableRawPointer) -> zmq_pollitem_t {
  zmq_pollitem_t(socket: handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
}
