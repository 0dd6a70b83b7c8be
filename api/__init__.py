"""The public interface for programs, and the one that other systems write by."""
