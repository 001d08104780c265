/// The version of the program, of its language, and of the files that it writes.
///
/// The one place that says it; a test holds the Python package and the editors' extensions to it.
package let programVersion = "0.2.0"
