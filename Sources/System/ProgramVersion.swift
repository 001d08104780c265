/// The version of the program, of its language, and of the files that it writes.
///
/// Nothing else defines it; a test compares the Python package and the editors' extensions with it.
package let programVersion = "0.3.0"
